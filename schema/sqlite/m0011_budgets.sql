-- Schema version 11: approvals that are kept beside those given later, movements in the order in which
-- they were entered, jobs that ended without a budget, lines that are closed with their periods.

-- The last day on which a person speaks for the client.
ALTER TABLE contact ADD COLUMN last_date TEXT;

-- Every agreement to an estimate, in a row of its own under the journal entry that gave it. What an
-- older desk holds is derived from its journal, event by event: a trigger follows it.
DROP TABLE approval;
CREATE TABLE approval (
  ticket INTEGER NOT NULL REFERENCES ticket (number),
  entry INTEGER NOT NULL,
  version INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  line TEXT NOT NULL,
  contact INTEGER NOT NULL,
  on_behalf_of INTEGER,
  evidence TEXT NOT NULL,
  expires TEXT,
  given_at INTEGER NOT NULL,
  state TEXT NOT NULL,
  PRIMARY KEY (ticket, entry)
) STRICT, WITHOUT ROWID;

CREATE TABLE event_before (
  seq INTEGER NOT NULL,
  ticket INTEGER NOT NULL,
  kind TEXT NOT NULL,
  state TEXT,
  version INTEGER,
  amount INTEGER,
  line TEXT,
  contact INTEGER,
  on_behalf_of INTEGER,
  evidence TEXT,
  expires TEXT,
  given_at INTEGER
) STRICT;
CREATE TRIGGER event_before_applied AFTER INSERT ON event_before
BEGIN
  UPDATE approval
  SET state = CASE WHEN NEW.state IN ('resolved', 'closed') THEN 'consumed' ELSE 'void' END
  WHERE ticket = NEW.ticket AND state = 'open'
    AND (NEW.kind <> 'ticket.changed' OR NEW.state IN ('resolved', 'closed', 'cancelled'));
  INSERT INTO approval (ticket, entry, version, amount, line, contact, on_behalf_of, evidence,
    expires, given_at, state)
  SELECT NEW.ticket, NEW.seq, NEW.version, NEW.amount, NEW.line, NEW.contact, NEW.on_behalf_of,
    coalesce(NEW.evidence, ''), NEW.expires, NEW.given_at, 'open'
  WHERE NEW.kind = 'estimate.approved';
END;
INSERT INTO event_before (seq, ticket, kind, state, version, amount, line, contact, on_behalf_of,
  evidence, expires, given_at)
SELECT journal.seq, CAST(substr(event.value ->> '$.fact.ticket', 3) AS INTEGER),
  event.value ->> '$.kind', event.value ->> '$.fact.state', event.value ->> '$.fact.version',
  event.value ->> '$.fact.amount', event.value ->> '$.fact.line',
  event.value ->> '$.fact.contact', event.value ->> '$.fact.onBehalfOf',
  journal.private ->> ('$."event/' || event.key || '/evidence"'),
  event.value ->> '$.fact.expires', event.value ->> '$.fact.at'
FROM journal, json_each(journal.events) AS event
WHERE event.value ->> '$.kind' IN ('ticket.changed', 'estimate.made')
  OR (event.value ->> '$.kind' = 'estimate.approved' AND event.value ->> '$.fact.amount' IS NOT NULL)
ORDER BY journal.seq, event.key;
DROP TABLE event_before;

-- Movements stand in the order in which they were entered, also where the clock was put back: none is
-- taken to have been entered before the one before it on its line.
CREATE TABLE entered_before (
  client TEXT NOT NULL,
  line TEXT NOT NULL,
  first_date TEXT NOT NULL,
  seq INTEGER NOT NULL,
  position INTEGER NOT NULL,
  was_at INTEGER NOT NULL,
  entered_at INTEGER NOT NULL
) STRICT;
INSERT INTO entered_before (client, line, first_date, seq, position, was_at, entered_at)
SELECT client, line, first_date, seq, position, entered_at, max(entered_at) OVER (
    PARTITION BY client, line, first_date ORDER BY seq, position)
FROM ledger_entry;
DROP TRIGGER ledger_stays;
UPDATE ledger_entry SET entered_at = entered_before.entered_at
FROM entered_before
WHERE entered_before.was_at < entered_before.entered_at
  AND ledger_entry.client = entered_before.client AND ledger_entry.line = entered_before.line
  AND ledger_entry.first_date = entered_before.first_date
  AND ledger_entry.entered_at = entered_before.was_at AND ledger_entry.seq = entered_before.seq
  AND ledger_entry.position = entered_before.position;
DROP TABLE entered_before;
CREATE TRIGGER ledger_stays BEFORE UPDATE ON ledger_entry
BEGIN
  SELECT RAISE(ABORT, 'the ledger is append-only');
END;

CREATE INDEX ledger_order ON ledger_entry (client, line, first_date, seq, position);
-- Where ceilings, thresholds and overflow lines were set. The accounts stand in it so that it answers
-- the question by itself, and is taken for it.
CREATE INDEX ledger_limit
  ON ledger_entry (client, line, first_date, entered_at, seq, position, debit, credit)
  WHERE debit = 'limit' OR credit = 'limit';

-- A line is closed with its period: once its first and last day are, it takes nothing on any day.
CREATE TRIGGER ledger_line_is_open BEFORE INSERT ON ledger_entry
WHEN EXISTS (
  SELECT 1 FROM budget JOIN closed_period ON closed_period.client IN (budget.client, '')
    AND closed_period.first_date <= budget.last_date AND closed_period.last_date >= budget.last_date
  WHERE budget.client = NEW.client AND budget.line = NEW.line AND budget.first_date = NEW.first_date
) AND EXISTS (
  SELECT 1 FROM closed_period
  WHERE client IN (NEW.client, '') AND first_date <= NEW.first_date AND last_date >= NEW.first_date
)
BEGIN
  SELECT RAISE(ABORT, 'nothing is posted on a closed line');
END;

-- Jobs that ended and of which something has reached no budget yet.
CREATE INDEX ticket_unbudgeted ON ticket (client, number)
  WHERE billed > posted AND state IN ('resolved', 'closed', 'cancelled');
-- Jobs that name no device, to see which belong together.
CREATE INDEX ticket_undeviced ON ticket (client, site, line, number) WHERE device IS NULL;
