-- Schema version 7: bills of finished jobs, invoices, payments, receivables, tax rates.

ALTER TABLE desk ADD COLUMN address TEXT;
ALTER TABLE desk ADD COLUMN tax_number TEXT;

-- The invoice that carries a ticket's line.
ALTER TABLE ticket_line ADD COLUMN invoice TEXT;

-- The bills that a budget line carries. Its name comes first, so that no other question takes this
-- index for its own.
CREATE INDEX allocation_line ON allocation (line, client, first_date, day);

-- Where the bill of each job that ended stands; what is not invoiced lies in the queue.
CREATE TABLE bill (
  ticket INTEGER PRIMARY KEY REFERENCES ticket (number),
  client TEXT NOT NULL,
  state TEXT NOT NULL,
  finished_at INTEGER NOT NULL,
  since_at INTEGER NOT NULL,
  reason TEXT
) STRICT;
CREATE INDEX bill_waiting ON bill (finished_at, ticket) WHERE state <> 'invoiced';
CREATE INDEX bill_state ON bill (state, finished_at, ticket) WHERE state <> 'invoiced';
CREATE INDEX bill_client ON bill (client, finished_at, ticket) WHERE state <> 'invoiced';

CREATE TABLE client_terms (
  client TEXT PRIMARY KEY REFERENCES client (code),
  tax TEXT,
  payment_days INTEGER,
  address TEXT,
  tax_number TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE tax_rate (
  from_date TEXT PRIMARY KEY,
  basis_points INTEGER
) STRICT, WITHOUT ROWID;

-- Invoices and credit notes. open_amount = total - credited - paid; a credit note has nothing open.
CREATE TABLE invoice (
  number TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  series TEXT NOT NULL,
  year INTEGER NOT NULL,
  counter INTEGER NOT NULL,
  client TEXT NOT NULL REFERENCES client (code),
  date TEXT NOT NULL,
  due TEXT NOT NULL,
  currency TEXT NOT NULL,
  treatment TEXT NOT NULL,
  total INTEGER NOT NULL CHECK (total >= 0),
  credited INTEGER NOT NULL CHECK (credited BETWEEN 0 AND total),
  paid INTEGER NOT NULL CHECK (paid >= 0),
  open_amount INTEGER NOT NULL CHECK (open_amount >= 0),
  original TEXT REFERENCES invoice (number),
  reason TEXT,
  seller TEXT NOT NULL,
  buyer TEXT NOT NULL,
  reminders INTEGER NOT NULL,
  reminded_at INTEGER,
  CHECK (kind = 'credit' OR open_amount = total - credited - paid)
) STRICT;
CREATE UNIQUE INDEX invoice_series ON invoice (series, year, counter);
CREATE INDEX invoice_date ON invoice (date, number);
CREATE INDEX invoice_client ON invoice (client, date, number);
CREATE INDEX invoice_open ON invoice (due, number) WHERE open_amount > 0;
CREATE INDEX invoice_client_open ON invoice (client, due, open_amount, number)
  WHERE open_amount > 0;
CREATE INDEX invoice_amount ON invoice (open_amount) WHERE open_amount > 0;
CREATE INDEX invoice_original ON invoice (original, number) WHERE original IS NOT NULL;

-- Numbers have no gaps and dates never go back, by the database and not only by code.
CREATE TRIGGER invoice_follows BEFORE INSERT ON invoice
WHEN NEW.counter <> 1 + coalesce(
    (SELECT max(counter) FROM invoice WHERE series = NEW.series AND year = NEW.year), 0)
  OR NEW.date < (
    SELECT date FROM invoice WHERE series = NEW.series ORDER BY year DESC, counter DESC LIMIT 1)
BEGIN
  SELECT RAISE(ABORT, 'an invoice follows the last one of its series');
END;

CREATE TABLE invoice_line (
  invoice TEXT NOT NULL REFERENCES invoice (number),
  line INTEGER NOT NULL,
  ticket INTEGER NOT NULL,
  ticket_line INTEGER NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  quantity INTEGER NOT NULL,
  list_price INTEGER,
  amount INTEGER NOT NULL,
  supplied TEXT NOT NULL,
  basis_points INTEGER,
  credited_by TEXT,
  PRIMARY KEY (invoice, line)
) STRICT, WITHOUT ROWID;

-- The totals of an invoice by rate, and how much of them credit notes took back.
CREATE TABLE invoice_tax (
  invoice TEXT NOT NULL REFERENCES invoice (number),
  line INTEGER NOT NULL,
  basis_points INTEGER,
  net INTEGER NOT NULL,
  tax INTEGER NOT NULL,
  gross INTEGER NOT NULL,
  credited_tax INTEGER NOT NULL,
  credited_gross INTEGER NOT NULL CHECK (credited_gross <= gross),
  PRIMARY KEY (invoice, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE invoice_ticket (
  ticket INTEGER NOT NULL REFERENCES ticket (number),
  invoice TEXT NOT NULL,
  PRIMARY KEY (ticket, invoice)
) STRICT, WITHOUT ROWID;

CREATE TABLE payment (
  number INTEGER PRIMARY KEY,
  invoice TEXT NOT NULL REFERENCES invoice (number),
  client TEXT NOT NULL,
  amount INTEGER NOT NULL,
  applied INTEGER NOT NULL,
  from_account INTEGER NOT NULL,
  date TEXT NOT NULL,
  reference TEXT,
  reversed_at INTEGER
) STRICT;
CREATE INDEX payment_invoice ON payment (invoice, number);
CREATE INDEX payment_client ON payment (client, number);

-- What a client owes on invoices, and what the client has paid beyond them.
CREATE TABLE receivable (
  client TEXT PRIMARY KEY REFERENCES client (code),
  open_amount INTEGER NOT NULL,
  on_account INTEGER NOT NULL CHECK (on_account >= 0)
) STRICT, WITHOUT ROWID;

-- Every document of a client's account: a debit is owed by the client, a credit by the firm.
CREATE TABLE account_entry (
  client TEXT NOT NULL,
  date TEXT NOT NULL,
  seq INTEGER NOT NULL,
  document TEXT NOT NULL,
  kind TEXT NOT NULL,
  debit INTEGER NOT NULL,
  credit INTEGER NOT NULL,
  PRIMARY KEY (client, date, seq, document)
) STRICT, WITHOUT ROWID;

-- The sums of a client's account by the end of each day that has an entry.
CREATE TABLE account_day (
  client TEXT NOT NULL,
  date TEXT NOT NULL,
  debit INTEGER NOT NULL,
  credit INTEGER NOT NULL,
  PRIMARY KEY (client, date)
) STRICT, WITHOUT ROWID;

-- The jobs that ended in an older desk reach the queue the way their events are applied by now: a
-- trigger follows the journal, event by event.
CREATE TABLE ticket_before (
  ticket INTEGER PRIMARY KEY,
  state TEXT NOT NULL,
  lines INTEGER NOT NULL
) STRICT;
CREATE TABLE event_before (
  ticket INTEGER NOT NULL,
  kind TEXT NOT NULL,
  state TEXT,
  at INTEGER,
  reason TEXT
) STRICT;
CREATE TRIGGER event_before_applied AFTER INSERT ON event_before
BEGIN
  INSERT INTO ticket_before (ticket, state, lines)
  VALUES (NEW.ticket, coalesce(NEW.state, 'new'), 0)
  ON CONFLICT (ticket) DO UPDATE SET state = coalesce(NEW.state, state),
    lines = lines + (NEW.kind = 'line.added');
  INSERT INTO bill (ticket, client, state, finished_at, since_at)
  SELECT ticket.number, ticket.client, 'review', NEW.at, NEW.at
  FROM ticket_before JOIN ticket ON ticket.number = ticket_before.ticket
  WHERE ticket_before.ticket = NEW.ticket AND NEW.kind = 'ticket.changed'
    AND (NEW.state = 'resolved' OR NEW.state = 'cancelled' AND (
      ticket_before.lines > 0 OR EXISTS (SELECT 1 FROM bill WHERE bill.ticket = NEW.ticket)))
  ON CONFLICT (ticket) DO UPDATE SET state = 'review', finished_at = excluded.finished_at,
    since_at = excluded.since_at, reason = NULL;
  UPDATE bill SET state = 'back', since_at = NEW.at, reason = NEW.reason
  WHERE ticket = NEW.ticket AND NEW.kind = 'ticket.changed' AND NEW.state = 'reopened';
  INSERT INTO bill (ticket, client, state, finished_at, since_at)
  SELECT ticket.number, ticket.client, 'review', NEW.at, NEW.at
  FROM ticket_before JOIN ticket ON ticket.number = ticket_before.ticket
  WHERE ticket_before.ticket = NEW.ticket AND NEW.kind = 'line.added'
    AND ticket_before.state IN ('resolved', 'closed', 'cancelled')
  ON CONFLICT (ticket) DO UPDATE SET state = 'review', since_at = excluded.since_at;
END;
INSERT INTO event_before (ticket, kind, state, at, reason)
SELECT CAST(substr(event.value ->> '$.fact.ticket', 3) AS INTEGER), event.value ->> '$.kind',
  event.value ->> '$.fact.state', event.value ->> '$.fact.at',
  journal.private ->> ('$."event/' || event.key || '/reason"')
FROM journal, json_each(journal.events) AS event
WHERE event.value ->> '$.kind'
  IN ('ticket.opened', 'ticket.changed', 'ticket.recorded', 'line.added')
ORDER BY journal.seq, event.key;
DROP TABLE event_before;
DROP TABLE ticket_before;
