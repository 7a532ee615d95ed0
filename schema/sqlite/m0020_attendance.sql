-- Schema version 20: what somebody said of their going to a call is kept as they said it last, and who has
-- the call follows from the times of that. Both are derived anew from the journal, event by event: a trigger
-- follows it.
DELETE FROM attendance;
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
CREATE TRIGGER event_before_ended AFTER INSERT ON event_before
WHEN NEW.kind IN ('expired', 'ended')
BEGIN
  UPDATE attendance SET ended_at = NEW.at
  WHERE ticket = NEW.ticket AND NEW.kind = 'expired' AND ended_at IS NULL;
  UPDATE call SET engineer = NULL WHERE ticket = NEW.ticket AND NEW.kind = 'expired';
  DELETE FROM call_before WHERE ticket = NEW.ticket AND NEW.kind = 'ended';
END;
CREATE TRIGGER event_before_said AFTER INSERT ON event_before
WHEN NEW.kind IN ('acknowledged', 'departed', 'arrived')
  AND EXISTS (SELECT 1 FROM call_before WHERE ticket = NEW.ticket)
  -- What was said already.
  AND NOT EXISTS (
    SELECT 1 FROM attendance
    WHERE ticket = NEW.ticket AND person = NEW.person AND ended_at IS NULL
      AND NEW.at = CASE NEW.kind WHEN 'departed' THEN departed_at WHEN 'arrived' THEN arrived_at END
      AND entry = (
        SELECT max(entry) FROM attendance
        WHERE ticket = NEW.ticket AND person = NEW.person AND ended_at IS NULL
      )
  )
BEGIN
  -- An answer that had expired held after all.
  UPDATE attendance SET ended_at = NULL
  WHERE ticket = NEW.ticket AND ended_at >= NEW.at
    AND (NEW.kind <> 'acknowledged' OR acknowledged_at <= NEW.at OR departed_at <= NEW.at
      OR arrived_at <= NEW.at)
    AND (NEW.at < ended_at - ended_at % 60 OR NEW.entered_at >= ended_at - ended_at % 60 + 60);
  INSERT INTO attendance (ticket, entry, person, entered_at)
  SELECT NEW.ticket, NEW.seq, NEW.person, NEW.entered_at
  WHERE NOT EXISTS (
    SELECT 1 FROM attendance
    WHERE ticket = NEW.ticket AND person = NEW.person AND ended_at IS NULL
  );
  UPDATE attendance SET
    acknowledged_at = CASE NEW.kind WHEN 'acknowledged' THEN NEW.at ELSE acknowledged_at END,
    departed_at = CASE NEW.kind WHEN 'departed' THEN NEW.at ELSE departed_at END,
    arrived_at = CASE NEW.kind WHEN 'arrived' THEN NEW.at ELSE arrived_at END
  WHERE ticket = NEW.ticket AND person = NEW.person AND ended_at IS NULL AND entry = (
    SELECT max(entry) FROM attendance
    WHERE ticket = NEW.ticket AND person = NEW.person AND ended_at IS NULL
  );
  -- Whoever came first, else whoever set out last, else whoever took it last. Of those of the same minute
  -- whoever had it keeps it where they came, and whoever says so has it otherwise.
  UPDATE call SET engineer = (
    SELECT person FROM (
      SELECT one.person, one.entry, one.arrived_at, held.engineer,
        CASE WHEN one.arrived_at IS NULL THEN one.departed_at END AS departed_at,
        CASE WHEN one.arrived_at IS NULL AND one.departed_at IS NULL THEN one.acknowledged_at END
          AS acknowledged_at
      FROM attendance AS one, call AS held
      WHERE one.ticket = NEW.ticket AND one.ended_at IS NULL AND held.ticket = NEW.ticket
    )
    ORDER BY arrived_at IS NULL, arrived_at, departed_at DESC, acknowledged_at DESC,
      CASE
        WHEN arrived_at IS NULL THEN 2 * (person IS NEW.person) + (person IS engineer)
        ELSE 2 * (person IS engineer) + (person IS NEW.person)
      END DESC,
      entry DESC, person DESC
    LIMIT 1
  )
  WHERE ticket = NEW.ticket;
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
  UNION ALL SELECT 0, 'visit.logged', 'departed', '$.departed'
  UNION ALL SELECT 1, 'visit.logged', 'arrived', '$.arrived'
  UNION ALL SELECT 2, 'visit.logged', 'ended', '$.done'
  UNION ALL SELECT 0, 'ticket.changed', 'ended', '$.at'
) ON of_kind = kind
WHERE fact ->> moment IS NOT NULL
  AND (kind <> 'ticket.changed' OR fact ->> '$.state' IN ('resolved', 'closed', 'cancelled'))
  -- A visit from before the call leaves it alone.
  AND (kind <> 'visit.logged' OR fact ->> '$.leavesCall' IS NOT 1)
ORDER BY seq, place, part;
DROP TABLE event_before;
DROP TABLE call_before;

UPDATE call SET
  acknowledged_at = (
    SELECT min(
      coalesce(one.acknowledged_at, one.departed_at, one.arrived_at),
      coalesce(one.departed_at, one.arrived_at, one.acknowledged_at),
      coalesce(one.arrived_at, one.acknowledged_at, one.departed_at))
    FROM attendance AS one WHERE one.ticket = call.ticket AND one.ended_at IS NULL
    ORDER BY 1 LIMIT 1
  ),
  departed_at = (
    SELECT one.departed_at FROM attendance AS one
    WHERE one.ticket = call.ticket AND one.person = call.engineer AND one.ended_at IS NULL
    ORDER BY one.entry DESC LIMIT 1
  ),
  arrived_at = (
    SELECT one.arrived_at FROM attendance AS one
    WHERE one.ticket = call.ticket AND one.person = call.engineer AND one.ended_at IS NULL
    ORDER BY one.entry DESC LIMIT 1
  );
