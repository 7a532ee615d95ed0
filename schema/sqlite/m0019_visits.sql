-- Schema version 19: visits that were taken back, and tickets whose clients called again.

-- The entry that took a visit back: with the last line of its bill, or as a whole.
ALTER TABLE visit ADD COLUMN taken_back_by INTEGER;
UPDATE visit SET taken_back_by = (
  SELECT max(voided_by) FROM ticket_line
  WHERE ticket_line.ticket = visit.ticket AND ticket_line.visit = visit.number
)
WHERE NOT EXISTS (
  SELECT 1 FROM ticket_line
  WHERE ticket_line.ticket = visit.ticket AND ticket_line.visit = visit.number
    AND voided_by IS NULL
);

-- What became of the calls of a ticket that came before its last one; entries up to that at which the
-- next one came in are about it.
CREATE TABLE earlier_call (
  ticket INTEGER NOT NULL REFERENCES ticket (number),
  until_entry INTEGER NOT NULL,
  client TEXT NOT NULL,
  called_at INTEGER NOT NULL,
  engineer TEXT,
  exhausted_at INTEGER,
  PRIMARY KEY (ticket, until_entry)
) STRICT, WITHOUT ROWID;
CREATE INDEX earlier_call_at ON earlier_call (called_at);
CREATE INDEX call_at ON call (called_at);

-- Whoever is on the way or there has answered, also where they said later that they would.
UPDATE call SET acknowledged_at = (
  SELECT min(
    min(
      coalesce(attendance.acknowledged_at, attendance.departed_at, attendance.arrived_at),
      coalesce(attendance.departed_at, attendance.arrived_at, attendance.acknowledged_at),
      coalesce(attendance.arrived_at, attendance.acknowledged_at, attendance.departed_at)
    )
  )
  FROM attendance WHERE attendance.ticket = call.ticket AND attendance.ended_at IS NULL
);
