-- What was open of an invoice on a past day, and what articles cost by day.

-- How each document changed what is open of an invoice, by the document's day.
CREATE TABLE open_change (
  date TEXT NOT NULL,
  invoice TEXT NOT NULL,
  seq INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  PRIMARY KEY (date, invoice, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX open_change_invoice ON open_change (invoice, date, amount);
INSERT INTO open_change (date, invoice, seq, amount)
SELECT date, invoice, seq, amount FROM (
  SELECT event.value ->> '$.fact.date' AS date,
    coalesce(event.value ->> '$.fact.invoice', event.value ->> '$.fact.original',
      event.value ->> '$.fact.number') AS invoice,
    journal.seq AS seq,
    CASE event.value ->> '$.kind'
      WHEN 'invoice.issued' THEN event.value ->> '$.fact.total'
      WHEN 'invoice.credited'
        THEN (event.value ->> '$.fact.toAccount') - (event.value ->> '$.fact.total')
      WHEN 'payment.received' THEN -(event.value ->> '$.fact.applied')
      ELSE event.value ->> '$.fact.applied'
    END AS amount
  FROM journal, json_each(journal.events) AS event
  WHERE event.value ->> '$.kind'
    IN ('invoice.issued', 'invoice.credited', 'payment.received', 'payment.reversed')
) WHERE invoice IS NOT NULL AND amount <> 0;

-- What an article costs from a day on; without a price it is not on the list any more.
CREATE TABLE price (
  article TEXT NOT NULL,
  from_date TEXT NOT NULL,
  price INTEGER CHECK (price >= 0),
  PRIMARY KEY (article, from_date)
) STRICT, WITHOUT ROWID;

-- The same money entered twice has the same amount, and an amount finds its invoice.
CREATE INDEX payment_amount ON payment (amount, client, date);
CREATE INDEX invoice_total ON invoice (total) WHERE open_amount > 0;
