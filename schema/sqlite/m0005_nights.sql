-- Schema version 5: calendars, the response clock of a ticket, discounts, what an engineer costs.

ALTER TABLE desk ADD COLUMN calendar TEXT;
ALTER TABLE desk ADD COLUMN night TEXT;

ALTER TABLE client ADD COLUMN calendar TEXT;
ALTER TABLE client ADD COLUMN discounts TEXT;

-- The promise is kept as it was made, with the version of the calendar that judges it.
ALTER TABLE ticket ADD COLUMN promise TEXT;
ALTER TABLE ticket ADD COLUMN acknowledged_at INTEGER;
ALTER TABLE ticket ADD COLUMN on_site_at INTEGER;
ALTER TABLE ticket ADD COLUMN fixed_at INTEGER;

ALTER TABLE ticket_line ADD COLUMN list_amount INTEGER;
ALTER TABLE ticket_line ADD COLUMN discount INTEGER;

-- When a ticket's clock stood still; the row without an end is the pause that lasts.
CREATE TABLE ticket_pause (
  ticket INTEGER NOT NULL REFERENCES ticket (number),
  since_at INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  until_at INTEGER,
  PRIMARY KEY (ticket, since_at, entry)
) STRICT, WITHOUT ROWID;

CREATE TABLE target (
  client TEXT NOT NULL,
  priority INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (client, priority)
) STRICT, WITHOUT ROWID;

-- A calendar's content is never overwritten: each change is a version, and a year or the hours hold
-- from their version on.
CREATE TABLE calendar (
  name TEXT PRIMARY KEY,
  version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE calendar_year (
  calendar TEXT NOT NULL REFERENCES calendar (name),
  year INTEGER NOT NULL,
  version INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (calendar, year, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE calendar_hours (
  calendar TEXT NOT NULL REFERENCES calendar (name),
  version INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (calendar, version)
) STRICT, WITHOUT ROWID;

-- Who was called and did not take the call before it went on to somebody else.
CREATE TABLE missed_call (
  ticket INTEGER NOT NULL REFERENCES ticket (number),
  entry INTEGER NOT NULL,
  person TEXT NOT NULL,
  client TEXT NOT NULL,
  missed_at INTEGER NOT NULL,
  PRIMARY KEY (ticket, entry, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX missed_call_at ON missed_call (missed_at);

CREATE TABLE staff_rate (
  staff TEXT NOT NULL REFERENCES staff (name),
  from_date TEXT NOT NULL,
  hourly_rate INTEGER,
  PRIMARY KEY (staff, from_date)
) STRICT, WITHOUT ROWID;
