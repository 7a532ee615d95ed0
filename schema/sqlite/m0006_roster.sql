-- Schema version 6: the duty roster, calls with their chains, and what is handed to the notifier.

ALTER TABLE staff ADD COLUMN phone TEXT;
ALTER TABLE staff ADD COLUMN mail TEXT;

-- Rotations, each in force until the next begins. No row stands for a shift.
CREATE TABLE rotation (
  starts_at INTEGER PRIMARY KEY,
  body TEXT NOT NULL,
  rest_hours INTEGER NOT NULL
) STRICT;

CREATE TABLE roster_override (
  entry INTEGER PRIMARY KEY,
  from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL,
  person TEXT NOT NULL REFERENCES staff (name),
  instead_of TEXT,
  reason TEXT NOT NULL
) STRICT;
CREATE INDEX roster_override_from ON roster_override (from_at);

CREATE TABLE absence (
  entry INTEGER PRIMARY KEY,
  person TEXT NOT NULL REFERENCES staff (name),
  from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL,
  reason TEXT NOT NULL
) STRICT;
CREATE INDEX absence_from ON absence (from_at);
CREATE INDEX absence_person ON absence (person, to_at);

CREATE TABLE escalation (
  entry INTEGER PRIMARY KEY,
  body TEXT NOT NULL
) STRICT;

-- A call, from the moment it was received to the visit; decisions counts what its chain decided.
CREATE TABLE call (
  ticket INTEGER PRIMARY KEY REFERENCES ticket (number),
  client TEXT NOT NULL,
  site TEXT NOT NULL,
  device TEXT,
  called_at INTEGER NOT NULL,
  escalation INTEGER NOT NULL,
  state TEXT NOT NULL,
  engineer TEXT,
  acknowledged_at INTEGER,
  departed_at INTEGER,
  arrived_at INTEGER,
  decisions INTEGER NOT NULL,
  loop INTEGER NOT NULL,
  step INTEGER NOT NULL,
  called TEXT NOT NULL,
  decided_at INTEGER NOT NULL,
  next_at INTEGER,
  is_open INTEGER NOT NULL,
  is_unanswered INTEGER NOT NULL
) STRICT;
CREATE INDEX call_next ON call (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX call_open ON call (called_at, ticket) WHERE is_open = 1;

-- What the notifier has to be told: the entry whose event it gets, and how that went.
CREATE TABLE notification (
  entry INTEGER PRIMARY KEY,
  ticket INTEGER NOT NULL REFERENCES ticket (number),
  state TEXT NOT NULL,
  tries INTEGER NOT NULL,
  decided_at INTEGER NOT NULL,
  next_at INTEGER
) STRICT;
CREATE INDEX notification_next ON notification (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX notification_ticket ON notification (ticket, entry);
