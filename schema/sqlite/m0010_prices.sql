-- Discounts by owner, service and first day; the owner is client:CODE or group:NAME, the service a
-- kind of line, a band of the tariff, or any.
CREATE TABLE discount (
  owner TEXT NOT NULL,
  service TEXT NOT NULL,
  from_date TEXT NOT NULL,
  basis_points INTEGER NOT NULL,
  PRIMARY KEY (owner, service, from_date)
) STRICT, WITHOUT ROWID;

-- To which group a client belongs from a day on; without a name to none.
CREATE TABLE client_group (
  client TEXT NOT NULL REFERENCES client (code),
  from_date TEXT NOT NULL,
  group_name TEXT,
  PRIMARY KEY (client, from_date)
) STRICT, WITHOUT ROWID;
CREATE INDEX client_group_name ON client_group (group_name, client, from_date);

-- How several discounts on one line become one, from a day on.
CREATE TABLE discount_stacking (
  from_date TEXT PRIMARY KEY,
  stacking TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Whose discounts a line has, and the tariff's price where another one was typed.
ALTER TABLE ticket_line ADD COLUMN discount_by TEXT;
ALTER TABLE ticket_line ADD COLUMN tariff_amount INTEGER;
ALTER TABLE ticket_line ADD COLUMN priced_by TEXT;
ALTER TABLE ticket_line ADD COLUMN price_reason TEXT;
CREATE INDEX ticket_line_override ON ticket_line (done_at, ticket, line)
  WHERE tariff_amount IS NOT NULL;

-- Which budget lines carry an invoice, as it was issued.
ALTER TABLE invoice ADD COLUMN annex TEXT;

-- A payment may come before there is an invoice, and money on account may go back to the client.
ALTER TABLE payment RENAME TO payment_before;
DROP INDEX payment_invoice;
DROP INDEX payment_client;
CREATE TABLE payment (
  number INTEGER PRIMARY KEY,
  invoice TEXT REFERENCES invoice (number),
  client TEXT NOT NULL,
  amount INTEGER NOT NULL,
  applied INTEGER NOT NULL,
  from_account INTEGER NOT NULL,
  date TEXT NOT NULL,
  reference TEXT,
  reversed_at INTEGER,
  is_refund INTEGER NOT NULL DEFAULT 0,
  CHECK (invoice IS NOT NULL OR applied = 0 AND from_account = 0)
) STRICT;
INSERT INTO payment (number, invoice, client, amount, applied, from_account, date, reference,
  reversed_at)
SELECT number, invoice, client, amount, applied, from_account, date, reference, reversed_at
FROM payment_before;
DROP TABLE payment_before;
CREATE INDEX payment_invoice ON payment (invoice, number);
CREATE INDEX payment_client ON payment (client, number);
CREATE INDEX payment_reference ON payment (reference) WHERE reference IS NOT NULL;
