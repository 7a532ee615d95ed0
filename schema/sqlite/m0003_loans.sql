-- Schema version 3: loans with reservations, accessories and reminders; the clients' machines on our
-- bench; the loaners at hand, found without reading the pool.

-- A reservation is a loan that has not begun, under the same number. A loan that is reserved or out
-- blocks its device from `begins_at` to `blocks_until`: until it is due, and the time that servicing
-- the device takes after it.
ALTER TABLE loan RENAME TO loan_before;
DROP INDEX loan_open;
DROP INDEX loan_due;
DROP INDEX loan_client;
DROP INDEX loan_ticket;
CREATE TABLE loan (
  number INTEGER PRIMARY KEY,
  device TEXT NOT NULL REFERENCES piece (tag),
  ticket INTEGER NOT NULL REFERENCES ticket (number),
  client TEXT NOT NULL,
  site TEXT NOT NULL,
  contact INTEGER,
  state TEXT NOT NULL,
  begins_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  is_pinned INTEGER NOT NULL,
  buffer_minutes INTEGER NOT NULL,
  blocks_until INTEGER NOT NULL,
  meter_out INTEGER,
  returned_at INTEGER,
  is_presumed INTEGER NOT NULL,
  meter_in INTEGER,
  flags TEXT NOT NULL
) STRICT;
INSERT INTO loan (number, device, ticket, client, site, state, begins_at, due_at, is_pinned,
  buffer_minutes, blocks_until, meter_out, returned_at, is_presumed, meter_in, flags)
SELECT number, device, ticket, client, site, CASE WHEN returned_at IS NULL THEN 'out' ELSE 'returned' END,
  issued_at, due_at, 1, 0, due_at, meter_out, returned_at, 0, meter_in, flags
FROM loan_before;
DROP TABLE loan_before;
CREATE UNIQUE INDEX loan_out ON loan (device) WHERE state = 'out';
CREATE INDEX loan_due ON loan (due_at, number) WHERE state = 'out';
CREATE INDEX loan_client_due ON loan (client, due_at, number) WHERE state = 'out';
CREATE INDEX loan_planned ON loan (begins_at, number) WHERE state = 'reserved';
CREATE INDEX loan_device ON loan (device, begins_at, number);
CREATE INDEX loan_window ON loan (device, begins_at) WHERE state IN ('reserved', 'out');
CREATE INDEX loan_client ON loan (client, number);
CREATE INDEX loan_ticket ON loan (ticket, number);

CREATE TRIGGER loan_one_at_a_time AFTER INSERT ON loan
WHEN NEW.state IN ('reserved', 'out') AND EXISTS (
  SELECT 1 FROM loan AS other
  WHERE other.device = NEW.device AND other.number <> NEW.number
    AND other.state IN ('reserved', 'out')
    AND other.begins_at < NEW.blocks_until AND NEW.begins_at < other.blocks_until
)
BEGIN
  SELECT RAISE(ABORT, 'a device is lent or reserved once at a time');
END;
CREATE TRIGGER loan_still_one_at_a_time
AFTER UPDATE OF device, state, begins_at, blocks_until ON loan
WHEN NEW.state IN ('reserved', 'out') AND EXISTS (
  SELECT 1 FROM loan AS other
  WHERE other.device = NEW.device AND other.number <> NEW.number
    AND other.state IN ('reserved', 'out')
    AND other.begins_at < NEW.blocks_until AND NEW.begins_at < other.blocks_until
)
BEGIN
  SELECT RAISE(ABORT, 'a device is lent or reserved once at a time');
END;

CREATE TABLE loan_accessory (
  loan INTEGER NOT NULL REFERENCES loan (number),
  place INTEGER NOT NULL,
  name TEXT NOT NULL,
  state TEXT NOT NULL,
  PRIMARY KEY (loan, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX loan_accessory_owed ON loan_accessory (loan) WHERE state = 'missing';

CREATE TABLE loan_reminder (
  loan INTEGER NOT NULL REFERENCES loan (number),
  reminder INTEGER NOT NULL,
  reminded_at INTEGER NOT NULL,
  way TEXT NOT NULL,
  PRIMARY KEY (loan, reminder)
) STRICT, WITHOUT ROWID;

ALTER TABLE ticket ADD COLUMN expected_at INTEGER;

-- What the matching of loaners and the reports need of a model; prices in the desk's currency.
ALTER TABLE model ADD COLUMN interfaces TEXT NOT NULL DEFAULT '';
ALTER TABLE model ADD COLUMN buffer_minutes INTEGER;
ALTER TABLE model ADD COLUMN price INTEGER;
ALTER TABLE model ADD COLUMN replace_percent INTEGER;

-- What a client pays for a page of a loaner, a decimal; none where the pages are free.
ALTER TABLE client ADD COLUMN loan_page_price TEXT;

-- The shelf or van from which a site is usually served.
ALTER TABLE site ADD COLUMN shelf TEXT;

-- A client's machine on our bench, from when it came to when it went back.
CREATE TABLE bench_stay (
  device TEXT NOT NULL REFERENCES piece (tag),
  received_at INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  ticket INTEGER NOT NULL REFERENCES ticket (number),
  client TEXT NOT NULL,
  site TEXT NOT NULL,
  handed_back_at INTEGER,
  PRIMARY KEY (device, received_at, entry)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX bench_stay_now ON bench_stay (device) WHERE handed_back_at IS NULL;
CREATE INDEX bench_stay_since ON bench_stay (received_at, device) WHERE handed_back_at IS NULL;
CREATE INDEX bench_stay_ticket ON bench_stay (ticket);

CREATE INDEX visit_device ON visit (device, arrived_at) WHERE device IS NOT NULL;

-- The pool's devices by model and by whether one could be lent just now, with what ranks them. The
-- triggers below keep it whatever changes: a piece, its holder, its meter, a loan.
CREATE TABLE loaner (
  device TEXT PRIMARY KEY REFERENCES piece (tag),
  model TEXT NOT NULL,
  availability TEXT NOT NULL,
  place TEXT NOT NULL,
  back_at INTEGER NOT NULL,
  meter INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX loaner_least_worn ON loaner (model, availability, back_at, meter, device);
CREATE INDEX loaner_nearest ON loaner (model, availability, place, meter, device);

CREATE TABLE loaner_count (
  model TEXT NOT NULL,
  availability TEXT NOT NULL,
  devices INTEGER NOT NULL,
  PRIMARY KEY (model, availability)
) STRICT, WITHOUT ROWID;

CREATE VIEW loaner_now AS
SELECT p.tag AS device, p.item AS model,
  CASE WHEN p.state = 'defective' THEN 'defective'
    WHEN p.state <> 'ready' THEN 'retired'
    WHEN EXISTS (SELECT 1 FROM loan WHERE loan.device = p.tag AND loan.state = 'out') THEN 'out'
    WHEN h.holder IN ('shelf', 'van') THEN 'free'
    ELSE 'away' END AS availability,
  h.holder || coalesce(':' || h.holder_name, '') AS place,
  coalesce((SELECT blocks_until FROM loan WHERE loan.device = p.tag AND loan.state = 'out'), 0)
    AS back_at,
  coalesce((SELECT pages FROM meter_reading AS m WHERE m.device = p.tag
    ORDER BY m.at DESC, m.entry DESC LIMIT 1), 9223372036854775807) AS meter
FROM piece AS p JOIN holding AS h ON h.piece = p.tag AND h.until_at IS NULL
WHERE p.kind = 'device' AND p.owner IS NULL;

CREATE TRIGGER loaner_counted AFTER INSERT ON loaner
BEGIN
  INSERT INTO loaner_count (model, availability, devices) VALUES (NEW.model, NEW.availability, 1)
  ON CONFLICT (model, availability) DO UPDATE SET devices = devices + 1;
END;
CREATE TRIGGER loaner_uncounted AFTER DELETE ON loaner
BEGIN
  UPDATE loaner_count SET devices = devices - 1
  WHERE model = OLD.model AND availability = OLD.availability;
  DELETE FROM loaner_count
  WHERE model = OLD.model AND availability = OLD.availability AND devices = 0;
END;
CREATE TRIGGER loaner_recounted AFTER UPDATE OF model, availability ON loaner
WHEN OLD.model <> NEW.model OR OLD.availability <> NEW.availability
BEGIN
  UPDATE loaner_count SET devices = devices - 1
  WHERE model = OLD.model AND availability = OLD.availability;
  DELETE FROM loaner_count
  WHERE model = OLD.model AND availability = OLD.availability AND devices = 0;
  INSERT INTO loaner_count (model, availability, devices) VALUES (NEW.model, NEW.availability, 1)
  ON CONFLICT (model, availability) DO UPDATE SET devices = devices + 1;
END;

CREATE TRIGGER loaner_held AFTER INSERT ON holding
WHEN NEW.until_at IS NULL
BEGIN
  INSERT INTO loaner SELECT * FROM loaner_now WHERE device = NEW.piece
  ON CONFLICT (device) DO UPDATE SET model = excluded.model, availability = excluded.availability,
    place = excluded.place, back_at = excluded.back_at, meter = excluded.meter;
END;
CREATE TRIGGER loaner_held_again AFTER UPDATE OF until_at, holder, holder_name ON holding
WHEN NEW.until_at IS NULL
BEGIN
  INSERT INTO loaner SELECT * FROM loaner_now WHERE device = NEW.piece
  ON CONFLICT (device) DO UPDATE SET model = excluded.model, availability = excluded.availability,
    place = excluded.place, back_at = excluded.back_at, meter = excluded.meter;
END;
CREATE TRIGGER loaner_changed AFTER UPDATE OF item, state, owner ON piece
WHEN NEW.kind = 'device'
BEGIN
  DELETE FROM loaner WHERE device = NEW.tag AND NEW.owner IS NOT NULL;
  INSERT INTO loaner SELECT * FROM loaner_now WHERE device = NEW.tag
  ON CONFLICT (device) DO UPDATE SET model = excluded.model, availability = excluded.availability,
    place = excluded.place, back_at = excluded.back_at, meter = excluded.meter;
END;
CREATE TRIGGER loaner_lent AFTER INSERT ON loan
WHEN NEW.state = 'out'
BEGIN
  INSERT INTO loaner SELECT * FROM loaner_now WHERE device = NEW.device
  ON CONFLICT (device) DO UPDATE SET availability = excluded.availability,
    back_at = excluded.back_at;
END;
CREATE TRIGGER loaner_lent_or_back AFTER UPDATE OF state, blocks_until ON loan
BEGIN
  INSERT INTO loaner SELECT * FROM loaner_now WHERE device = NEW.device
  ON CONFLICT (device) DO UPDATE SET availability = excluded.availability,
    back_at = excluded.back_at;
END;
CREATE TRIGGER loaner_read AFTER INSERT ON meter_reading
BEGIN
  UPDATE loaner SET meter = (SELECT pages FROM meter_reading AS m WHERE m.device = NEW.device
    ORDER BY m.at DESC, m.entry DESC LIMIT 1)
  WHERE device = NEW.device;
END;

INSERT INTO loaner SELECT * FROM loaner_now;
