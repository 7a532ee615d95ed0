-- Who went to a call, or said that they would, each with times of their own. What the call's row says
-- of its engineer follows from it.
CREATE TABLE attendance (
  ticket INTEGER NOT NULL REFERENCES ticket (number),
  entry INTEGER NOT NULL,
  person TEXT NOT NULL,
  entered_at INTEGER NOT NULL,
  acknowledged_at INTEGER,
  departed_at INTEGER,
  arrived_at INTEGER,
  ended_at INTEGER,
  PRIMARY KEY (ticket, entry, person)
) STRICT, WITHOUT ROWID;

-- When the chain first came to its end; whether somebody had answered before that is seen there.
ALTER TABLE call DROP COLUMN is_unanswered;
ALTER TABLE call ADD COLUMN exhausted_at INTEGER;

CREATE INDEX visit_ticket ON visit (ticket, number);

-- What an older desk holds is derived from its journal, event by event: a trigger follows it.
UPDATE call SET engineer = NULL;
CREATE TABLE call_before (ticket INTEGER PRIMARY KEY) STRICT;
INSERT INTO call_before (ticket) SELECT ticket FROM call;
CREATE TABLE event_before (
  seq INTEGER NOT NULL,
  entered_at INTEGER NOT NULL,
  ticket INTEGER NOT NULL,
  kind TEXT NOT NULL,
  person TEXT,
  at INTEGER
) STRICT;
CREATE TRIGGER event_before_applied AFTER INSERT ON event_before
WHEN EXISTS (SELECT 1 FROM call_before WHERE ticket = NEW.ticket) AND NOT EXISTS (
  SELECT 1 FROM attendance
  WHERE ticket = NEW.ticket AND person = NEW.person AND ended_at IS NULL
    AND NEW.at = CASE NEW.kind WHEN 'departed' THEN departed_at WHEN 'arrived' THEN arrived_at END
    AND entry = (
      SELECT max(entry) FROM attendance
      WHERE ticket = NEW.ticket AND person = NEW.person AND ended_at IS NULL
    )
)
BEGIN
  DELETE FROM call_before WHERE ticket = NEW.ticket AND NEW.kind = 'ended';
  UPDATE call SET exhausted_at = NEW.at
  WHERE ticket = NEW.ticket AND NEW.kind = 'exhausted' AND exhausted_at IS NULL;
  UPDATE attendance SET ended_at = NEW.at
  WHERE ticket = NEW.ticket AND NEW.kind = 'expired' AND ended_at IS NULL;
  UPDATE call SET engineer = NULL WHERE ticket = NEW.ticket AND NEW.kind = 'expired';
  -- An answer that had expired held after all.
  UPDATE attendance SET ended_at = NULL
  WHERE ticket = NEW.ticket AND NEW.kind IN ('acknowledged', 'departed', 'arrived')
    AND coalesce(acknowledged_at, departed_at, arrived_at) <= NEW.at AND ended_at >= NEW.at
    AND (NEW.at < ended_at - ended_at % 60 OR NEW.entered_at >= ended_at - ended_at % 60 + 60);
  INSERT INTO attendance (ticket, entry, person, entered_at)
  SELECT NEW.ticket, NEW.seq, NEW.person, NEW.entered_at
  WHERE NEW.kind IN ('acknowledged', 'departed', 'arrived') AND NOT EXISTS (
    SELECT 1 FROM attendance
    WHERE ticket = NEW.ticket AND person = NEW.person AND ended_at IS NULL
  );
  UPDATE attendance SET
    acknowledged_at = CASE WHEN NEW.kind = 'acknowledged'
      THEN min(
        NEW.at, coalesce(acknowledged_at, NEW.at), coalesce(departed_at, NEW.at),
        coalesce(arrived_at, NEW.at))
      ELSE acknowledged_at END,
    departed_at = CASE WHEN NEW.kind = 'departed' THEN NEW.at ELSE departed_at END,
    arrived_at = CASE WHEN NEW.kind = 'arrived' THEN NEW.at ELSE arrived_at END
  WHERE ticket = NEW.ticket AND NEW.kind IN ('acknowledged', 'departed', 'arrived')
    AND person = NEW.person AND ended_at IS NULL AND entry = (
      SELECT max(entry) FROM attendance
      WHERE ticket = NEW.ticket AND person = NEW.person AND ended_at IS NULL
    );
  UPDATE call SET engineer = NEW.person
  WHERE ticket = NEW.ticket AND (
    (NEW.kind = 'acknowledged' AND NOT EXISTS (
      SELECT 1 FROM attendance
      WHERE ticket = NEW.ticket AND ended_at IS NULL
        AND (departed_at IS NOT NULL OR arrived_at IS NOT NULL)
    ))
    OR (NEW.kind IN ('departed', 'arrived') AND NOT EXISTS (
      SELECT 1 FROM attendance
      WHERE ticket = NEW.ticket AND ended_at IS NULL AND person <> NEW.person
        AND (arrived_at IS NOT NULL OR (NEW.kind = 'departed' AND departed_at > NEW.at))
    ))
  );
END;
INSERT INTO event_before (seq, entered_at, ticket, kind, person, at)
SELECT seq, entered_at, CAST(substr(fact ->> '$.ticket', 3) AS INTEGER), step,
  fact ->> '$.engineer', fact ->> moment
FROM (
  SELECT journal.seq, journal.entered_at, event.key AS place,
    event.value ->> '$.kind' AS kind, event.value -> '$.fact' AS fact
  FROM journal, json_each(journal.events) AS event
) JOIN (
  SELECT 0 AS part, 'call.acknowledged' AS of_kind, 'acknowledged' AS step, '$.at' AS moment
  UNION ALL SELECT 0, 'call.departed', 'departed', '$.at'
  UNION ALL SELECT 0, 'call.arrived', 'arrived', '$.at'
  UNION ALL SELECT 0, 'acknowledgement.expired', 'expired', '$.at'
  UNION ALL SELECT 0, 'escalation.exhausted', 'exhausted', '$.at'
  UNION ALL SELECT 0, 'visit.logged', 'departed', '$.departed'
  UNION ALL SELECT 1, 'visit.logged', 'arrived', '$.arrived'
  UNION ALL SELECT 2, 'visit.logged', 'ended', '$.done'
  UNION ALL SELECT 0, 'ticket.changed', 'ended', '$.at'
) ON of_kind = kind
WHERE fact ->> moment IS NOT NULL
  AND (kind <> 'ticket.changed' OR fact ->> '$.state' IN ('resolved', 'closed', 'cancelled'))
ORDER BY seq, place, part;
DROP TABLE event_before;
DROP TABLE call_before;

UPDATE call SET
  acknowledged_at = (
    SELECT min(coalesce(attendance.acknowledged_at, attendance.departed_at, attendance.arrived_at))
    FROM attendance WHERE attendance.ticket = call.ticket AND attendance.ended_at IS NULL
  ),
  departed_at = (
    SELECT attendance.departed_at FROM attendance
    WHERE attendance.ticket = call.ticket AND attendance.person = call.engineer
      AND attendance.ended_at IS NULL
    ORDER BY attendance.entry DESC LIMIT 1
  ),
  arrived_at = (
    SELECT attendance.arrived_at FROM attendance
    WHERE attendance.ticket = call.ticket AND attendance.person = call.engineer
      AND attendance.ended_at IS NULL
    ORDER BY attendance.entry DESC LIMIT 1
  );
