-- Schema version 4: double entry, allocations of bills, approvals, closed periods. What the journal
-- of an older desk holds is brought into the new tables the way its events are applied by now; their
-- day is read in UTC, as events that name no day are.

ALTER TABLE client ADD COLUMN goods_line TEXT;

ALTER TABLE budget ADD COLUMN warn_at TEXT;
ALTER TABLE budget ADD COLUMN stop_at TEXT;
ALTER TABLE budget ADD COLUMN tolerance TEXT;
ALTER TABLE budget ADD COLUMN rolled_into TEXT;

ALTER TABLE ticket_line ADD COLUMN voided_by INTEGER;

ALTER TABLE pending ADD COLUMN day TEXT;
ALTER TABLE pending ADD COLUMN contact INTEGER;
ALTER TABLE pending ADD COLUMN on_behalf_of INTEGER;
ALTER TABLE pending ADD COLUMN evidence TEXT;
ALTER TABLE pending ADD COLUMN decided_at INTEGER;
DROP INDEX pending_client;
CREATE INDEX pending_client ON pending (client, number)
  WHERE state IN ('waiting', 'unfunded', 'refused');
CREATE INDEX pending_open ON pending (number) WHERE state IN ('waiting', 'unfunded', 'refused');
CREATE INDEX pending_ticket ON pending (ticket, number);
CREATE INDEX pending_line ON pending (client, line, first_date) WHERE state = 'waiting';
CREATE INDEX hold_line ON hold (client, line, first_date);

-- Every movement: one account takes what another gives. The journal entry at seq, position explains
-- it and has the figures after it; the key finds the last one entered by any moment.
CREATE TABLE ledger_entry (
  client TEXT NOT NULL,
  line TEXT NOT NULL,
  first_date TEXT NOT NULL,
  entered_at INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  position INTEGER NOT NULL,
  day TEXT NOT NULL,
  debit TEXT NOT NULL,
  credit TEXT NOT NULL,
  amount INTEGER NOT NULL CHECK (amount >= 0),
  PRIMARY KEY (client, line, first_date, entered_at, seq, position),
  CHECK (debit <> credit)
) STRICT, WITHOUT ROWID;

-- The figures of a line by the end of each day on which something belongs, as known by now.
CREATE TABLE budget_day (
  client TEXT NOT NULL,
  line TEXT NOT NULL,
  first_date TEXT NOT NULL,
  day TEXT NOT NULL,
  limit_amount INTEGER NOT NULL,
  transferred INTEGER NOT NULL,
  held INTEGER NOT NULL,
  pending INTEGER NOT NULL,
  spent INTEGER NOT NULL,
  unfunded INTEGER NOT NULL,
  PRIMARY KEY (client, line, first_date, day)
) STRICT, WITHOUT ROWID;

-- Which part of a bill which budget line carries; entry and position name the movement that put it
-- there. Line 0 and no kind stand for bills that were posted without naming their lines.
CREATE TABLE allocation (
  ticket INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  position INTEGER NOT NULL,
  ticket_line INTEGER NOT NULL,
  kind TEXT,
  client TEXT NOT NULL,
  line TEXT NOT NULL,
  first_date TEXT NOT NULL,
  amount INTEGER NOT NULL,
  day TEXT NOT NULL,
  state TEXT NOT NULL,
  pending INTEGER,
  PRIMARY KEY (ticket, entry, position, ticket_line)
) STRICT, WITHOUT ROWID;

-- What the client agreed to before the work.
CREATE TABLE approval (
  ticket INTEGER NOT NULL REFERENCES ticket (number),
  version INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  line TEXT NOT NULL,
  contact INTEGER NOT NULL,
  on_behalf_of INTEGER,
  evidence TEXT NOT NULL,
  expires TEXT,
  given_at INTEGER NOT NULL,
  state TEXT NOT NULL,
  PRIMARY KEY (ticket, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE substitute (
  client TEXT NOT NULL REFERENCES client (code),
  number INTEGER NOT NULL,
  absent INTEGER NOT NULL,
  substitute INTEGER NOT NULL,
  first_date TEXT NOT NULL,
  last_date TEXT NOT NULL,
  PRIMARY KEY (client, number)
) STRICT, WITHOUT ROWID;

-- Closed days; an empty client stands for everybody.
CREATE TABLE closed_period (
  client TEXT NOT NULL,
  first_date TEXT NOT NULL,
  last_date TEXT NOT NULL,
  closed_at INTEGER NOT NULL,
  PRIMARY KEY (client, first_date, last_date)
) STRICT, WITHOUT ROWID;

CREATE TABLE moved_before (
  seq INTEGER NOT NULL,
  position INTEGER NOT NULL,
  entered_at INTEGER NOT NULL,
  fact TEXT NOT NULL,
  kind TEXT NOT NULL
) STRICT;
INSERT INTO moved_before (seq, position, entered_at, fact, kind)
SELECT journal.seq, event.key, journal.entered_at, json_extract(event.value, '$.fact'),
  json_extract(event.value, '$.kind')
FROM journal, json_each(journal.events) AS event
WHERE journal.events LIKE '%"kind":"budget.%'
  AND json_extract(event.value, '$.kind') IN ('budget.set', 'budget.moved');

INSERT INTO ledger_entry (client, line, first_date, entered_at, seq, position, day, debit, credit,
  amount)
SELECT fact ->> '$.client', fact ->> '$.line', fact ->> '$.first', entered_at, seq, position,
  date(fact ->> '$.at', 'unixepoch'),
  CASE fact ->> '$.movement' WHEN 'hold' THEN 'held' WHEN 'release' THEN 'available'
    WHEN 'post' THEN 'spent' WHEN 'pend' THEN 'pending' ELSE 'unfunded' END,
  CASE fact ->> '$.movement' WHEN 'release' THEN 'held' WHEN 'unfund' THEN 'uncovered'
    ELSE 'available' END,
  fact ->> '$.amount'
FROM moved_before WHERE kind = 'budget.moved';

INSERT INTO ledger_entry (client, line, first_date, entered_at, seq, position, day, debit, credit,
  amount)
SELECT client, line, first_date, entered_at, seq, position, first_date,
  CASE WHEN raised < 0 THEN 'limit' ELSE 'available' END,
  CASE WHEN raised < 0 THEN 'available' ELSE 'limit' END, abs(raised)
FROM (
  SELECT budget.client, budget.line, budget.first_date, entered_at, seq, position,
    (fact ->> '$.after.limit') - lag(fact ->> '$.after.limit', 1, 0) OVER (
      PARTITION BY budget.client, budget.line, budget.first_date ORDER BY seq, position
    ) AS raised
  FROM moved_before JOIN budget ON budget.client = fact ->> '$.client'
    AND budget.line = fact ->> '$.line' AND budget.period = fact ->> '$.period'
  WHERE kind = 'budget.set'
);

INSERT INTO budget_day (client, line, first_date, day, limit_amount, transferred, held, pending,
  spent, unfunded)
SELECT client, line, first_date, day, sum(given) OVER by_day, 0, sum(held) OVER by_day,
  sum(pending) OVER by_day, sum(spent) OVER by_day, sum(unfunded) OVER by_day
FROM (
  SELECT client, line, first_date, day,
    sum(CASE 'limit' WHEN credit THEN amount WHEN debit THEN -amount ELSE 0 END) AS given,
    sum(CASE 'held' WHEN debit THEN amount WHEN credit THEN -amount ELSE 0 END) AS held,
    sum(CASE 'pending' WHEN debit THEN amount ELSE 0 END) AS pending,
    sum(CASE 'spent' WHEN debit THEN amount ELSE 0 END) AS spent,
    sum(CASE 'unfunded' WHEN debit THEN amount ELSE 0 END) AS unfunded
  FROM ledger_entry GROUP BY client, line, first_date, day
)
WINDOW by_day AS (PARTITION BY client, line, first_date ORDER BY day);

INSERT INTO allocation (ticket, entry, position, ticket_line, kind, client, line, first_date,
  amount, day, state, pending)
SELECT CAST(substr(fact ->> '$.ticket', 3) AS INTEGER), seq, position, 0, NULL, fact ->> '$.client',
  fact ->> '$.line', fact ->> '$.first', fact ->> '$.amount', date(fact ->> '$.at', 'unixepoch'),
  CASE fact ->> '$.movement' WHEN 'post' THEN 'spent' WHEN 'pend' THEN 'pending'
    ELSE 'unfunded' END,
  CAST(substr(fact ->> '$.pending', 3) AS INTEGER)
FROM moved_before
WHERE kind = 'budget.moved' AND fact ->> '$.movement' IN ('post', 'pend', 'unfund');

UPDATE pending SET day = (
  SELECT day FROM allocation
  WHERE allocation.ticket = pending.ticket AND allocation.pending = pending.number
);

DROP TABLE moved_before;

CREATE TRIGGER ledger_stays BEFORE UPDATE ON ledger_entry
BEGIN
  SELECT RAISE(ABORT, 'the ledger is append-only');
END;
CREATE TRIGGER ledger_keeps BEFORE DELETE ON ledger_entry
BEGIN
  SELECT RAISE(ABORT, 'the ledger is append-only');
END;
CREATE TRIGGER ledger_is_open BEFORE INSERT ON ledger_entry
WHEN EXISTS (
  SELECT 1 FROM closed_period
  WHERE client IN (NEW.client, '') AND first_date <= NEW.day AND last_date >= NEW.day
)
BEGIN
  SELECT RAISE(ABORT, 'nothing is posted into a closed period');
END;
