-- A desk, schema version 1. Tables are the index of the journal: they change only by applying an
-- event, and `swapdesk check` derives them again. Instants are seconds since 1970 in UTC, amounts
-- are minor units, dates are text YYYY-MM-DD.

CREATE TABLE head (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  identity TEXT NOT NULL,
  restores INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  chain BLOB NOT NULL
) STRICT;

CREATE TABLE journal (
  seq INTEGER PRIMARY KEY,
  entered_at INTEGER NOT NULL,
  happened_at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  operation TEXT NOT NULL,
  request_key TEXT,
  request_digest TEXT,
  events TEXT NOT NULL,
  answer TEXT,
  private TEXT,
  private_digest TEXT NOT NULL,
  chain BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX journal_key ON journal (actor, request_key) WHERE request_key IS NOT NULL;

CREATE TRIGGER journal_keeps BEFORE DELETE ON journal
BEGIN
  SELECT RAISE(ABORT, 'the journal is append-only');
END;
CREATE TRIGGER journal_stays BEFORE UPDATE ON journal
WHEN NEW.private IS NOT NULL
  OR OLD.seq IS NOT NEW.seq
  OR OLD.entered_at IS NOT NEW.entered_at
  OR OLD.happened_at IS NOT NEW.happened_at
  OR OLD.actor IS NOT NEW.actor
  OR OLD.operation IS NOT NEW.operation
  OR OLD.request_key IS NOT NEW.request_key
  OR OLD.request_digest IS NOT NEW.request_digest
  OR OLD.events IS NOT NEW.events
  OR OLD.answer IS NOT NEW.answer
  OR OLD.private_digest IS NOT NEW.private_digest
  OR OLD.chain IS NOT NEW.chain
BEGIN
  SELECT RAISE(ABORT, 'the journal is append-only');
END;
CREATE TRIGGER journal_follows BEFORE INSERT ON journal
WHEN NEW.seq <> (SELECT seq + 1 FROM head)
BEGIN
  SELECT RAISE(ABORT, 'a journal entry follows the head');
END;

CREATE TABLE subject_entry (
  subject TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (subject, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE counter (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE desk (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  name TEXT NOT NULL,
  currency TEXT NOT NULL,
  zone TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE staff (
  name TEXT PRIMARY KEY,
  full_name TEXT NOT NULL,
  role TEXT NOT NULL,
  login TEXT,
  client TEXT,
  disabled_at INTEGER
) STRICT;
CREATE UNIQUE INDEX staff_login ON staff (login) WHERE login IS NOT NULL AND disabled_at IS NULL;

CREATE TABLE token (
  number INTEGER PRIMARY KEY,
  staff TEXT NOT NULL REFERENCES staff (name),
  digest TEXT NOT NULL UNIQUE,
  issued_at INTEGER NOT NULL,
  expires_at INTEGER,
  revoked_at INTEGER
) STRICT;

CREATE TABLE client (
  code TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  currency TEXT NOT NULL,
  contract TEXT NOT NULL,
  added_at INTEGER NOT NULL
) STRICT;

CREATE TABLE site (
  client TEXT NOT NULL REFERENCES client (code),
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  address TEXT,
  zone TEXT NOT NULL,
  PRIMARY KEY (client, code)
) STRICT;

CREATE TABLE contact (
  client TEXT NOT NULL REFERENCES client (code),
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  contact_function TEXT NOT NULL,
  phone TEXT,
  mail TEXT,
  approval_limit INTEGER,
  PRIMARY KEY (client, number)
) STRICT;

CREATE TABLE model (
  name TEXT PRIMARY KEY,
  folded TEXT NOT NULL UNIQUE,
  maker TEXT,
  technology TEXT,
  format TEXT,
  colour INTEGER,
  duplex INTEGER,
  pages_per_minute INTEGER,
  functions TEXT NOT NULL,
  languages TEXT NOT NULL
) STRICT;

CREATE TABLE supply (
  number TEXT PRIMARY KEY,
  supply_kind TEXT NOT NULL,
  colour TEXT,
  substitution TEXT NOT NULL,
  yield_pages INTEGER
) STRICT;

CREATE TABLE fit (
  model TEXT NOT NULL REFERENCES model (name),
  supply TEXT NOT NULL,
  PRIMARY KEY (model, supply)
) STRICT, WITHOUT ROWID;
CREATE INDEX fit_supply ON fit (supply, model);

CREATE TABLE piece (
  tag TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  item TEXT NOT NULL,
  owner TEXT REFERENCES client (code),
  serial TEXT,
  state TEXT NOT NULL,
  added_at INTEGER NOT NULL
) STRICT;
CREATE INDEX piece_serial ON piece (serial) WHERE serial IS NOT NULL;
CREATE INDEX piece_owner ON piece (kind, owner, tag);
CREATE INDEX piece_item ON piece (item, kind);

-- Who had which piece when; the row without an end is who has it now. One such row a piece, by the
-- database and not only by code.
CREATE TABLE holding (
  piece TEXT NOT NULL REFERENCES piece (tag),
  since_at INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  until_at INTEGER,
  holder TEXT NOT NULL,
  holder_name TEXT,
  site TEXT,
  cause TEXT,
  PRIMARY KEY (piece, since_at, entry)
) STRICT;
CREATE UNIQUE INDEX holding_now ON holding (piece) WHERE until_at IS NULL;
CREATE INDEX holding_holder ON holding (holder, holder_name, piece) WHERE until_at IS NULL;

CREATE TRIGGER holding_one_place AFTER INSERT ON holding
WHEN EXISTS (
  SELECT 1 FROM holding AS other
  WHERE other.piece = NEW.piece
    AND NOT (other.since_at = NEW.since_at AND other.entry = NEW.entry)
    AND (other.until_at IS NULL OR other.until_at > NEW.since_at)
    AND (NEW.until_at IS NULL OR NEW.until_at > other.since_at)
)
BEGIN
  SELECT RAISE(ABORT, 'a piece is in one place at a time');
END;

CREATE TABLE meter_reading (
  device TEXT NOT NULL REFERENCES piece (tag),
  at INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  pages INTEGER NOT NULL,
  PRIMARY KEY (device, at, entry)
) STRICT, WITHOUT ROWID;

CREATE TABLE ticket (
  number INTEGER PRIMARY KEY,
  client TEXT NOT NULL REFERENCES client (code),
  site TEXT NOT NULL,
  device TEXT,
  problem TEXT NOT NULL,
  state TEXT NOT NULL,
  is_open INTEGER NOT NULL,
  priority INTEGER NOT NULL,
  opened_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  assignee TEXT,
  waiting_reason TEXT,
  line TEXT NOT NULL,
  lines INTEGER NOT NULL,
  notes INTEGER NOT NULL,
  billed INTEGER NOT NULL,
  posted INTEGER NOT NULL,
  estimate_version INTEGER NOT NULL,
  estimate INTEGER,
  approved_version INTEGER,
  foreign_system TEXT,
  foreign_number TEXT
) STRICT;
CREATE INDEX ticket_order ON ticket (is_open, priority, due_at, number);
CREATE INDEX ticket_state ON ticket (state, priority, due_at, number);
CREATE INDEX ticket_client ON ticket (client, is_open, priority, due_at, number);
CREATE INDEX ticket_assignee ON ticket (assignee, is_open, priority, due_at, number)
  WHERE assignee IS NOT NULL;
CREATE INDEX ticket_opened ON ticket (opened_at, number);
CREATE INDEX ticket_device ON ticket (device, number) WHERE device IS NOT NULL;
CREATE UNIQUE INDEX ticket_foreign ON ticket (foreign_number, foreign_system)
  WHERE foreign_number IS NOT NULL;

CREATE VIRTUAL TABLE ticket_words USING fts5 (
  body, content = '', tokenize = "unicode61 remove_diacritics 0"
);

CREATE TABLE ticket_line (
  ticket INTEGER NOT NULL REFERENCES ticket (number),
  line INTEGER NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  quantity INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  done_at INTEGER NOT NULL,
  done_by TEXT NOT NULL,
  band TEXT,
  visit INTEGER,
  PRIMARY KEY (ticket, line)
) STRICT;

CREATE TABLE visit (
  number INTEGER PRIMARY KEY,
  ticket INTEGER NOT NULL REFERENCES ticket (number),
  client TEXT NOT NULL,
  site TEXT NOT NULL,
  device TEXT,
  engineer TEXT NOT NULL,
  called_at INTEGER,
  departed_at INTEGER,
  arrived_at INTEGER NOT NULL,
  done_at INTEGER NOT NULL,
  minutes TEXT NOT NULL,
  total INTEGER NOT NULL,
  currency TEXT NOT NULL,
  flags TEXT NOT NULL
) STRICT;
CREATE INDEX visit_arrived ON visit (arrived_at, number);
CREATE INDEX visit_client ON visit (client, arrived_at, number);
CREATE INDEX visit_engineer ON visit (engineer, arrived_at, number);

CREATE TABLE swap (
  number INTEGER PRIMARY KEY,
  client TEXT NOT NULL REFERENCES client (code),
  made_at INTEGER NOT NULL,
  ticket INTEGER,
  owed INTEGER NOT NULL,
  due_at INTEGER,
  settled_by INTEGER,
  flags TEXT NOT NULL
) STRICT;
CREATE INDEX swap_client ON swap (client, number);
CREATE INDEX swap_owed ON swap (client, due_at) WHERE owed <> 0 AND settled_by IS NULL;

CREATE TABLE swap_piece (
  swap INTEGER NOT NULL REFERENCES swap (number),
  side TEXT NOT NULL,
  piece TEXT NOT NULL REFERENCES piece (tag),
  substitution TEXT NOT NULL,
  PRIMARY KEY (swap, side, piece)
) STRICT, WITHOUT ROWID;

CREATE TABLE swap_balance (
  client TEXT NOT NULL REFERENCES client (code),
  substitution TEXT NOT NULL,
  given INTEGER NOT NULL,
  taken INTEGER NOT NULL,
  PRIMARY KEY (client, substitution)
) STRICT, WITHOUT ROWID;

CREATE TABLE loan (
  number INTEGER PRIMARY KEY,
  device TEXT NOT NULL REFERENCES piece (tag),
  ticket INTEGER NOT NULL REFERENCES ticket (number),
  client TEXT NOT NULL,
  site TEXT NOT NULL,
  issued_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  meter_out INTEGER,
  returned_at INTEGER,
  meter_in INTEGER,
  flags TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX loan_open ON loan (device) WHERE returned_at IS NULL;
CREATE INDEX loan_due ON loan (due_at, number) WHERE returned_at IS NULL;
CREATE INDEX loan_client ON loan (client, number);
CREATE INDEX loan_ticket ON loan (ticket, number);

CREATE TABLE tariff (
  client TEXT NOT NULL,
  from_date TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (client, from_date)
) STRICT, WITHOUT ROWID;

CREATE TABLE budget (
  client TEXT NOT NULL REFERENCES client (code),
  line TEXT NOT NULL,
  first_date TEXT NOT NULL,
  last_date TEXT NOT NULL,
  period TEXT NOT NULL,
  currency TEXT NOT NULL,
  overflow TEXT,
  limit_amount INTEGER NOT NULL,
  transferred INTEGER NOT NULL,
  held INTEGER NOT NULL,
  pending INTEGER NOT NULL,
  spent INTEGER NOT NULL,
  unfunded INTEGER NOT NULL,
  PRIMARY KEY (client, line, first_date)
) STRICT;

CREATE TABLE hold (
  ticket INTEGER NOT NULL REFERENCES ticket (number),
  client TEXT NOT NULL,
  line TEXT NOT NULL,
  first_date TEXT NOT NULL,
  amount INTEGER NOT NULL,
  PRIMARY KEY (ticket, line, first_date)
) STRICT, WITHOUT ROWID;

CREATE TABLE pending (
  number INTEGER PRIMARY KEY,
  ticket INTEGER NOT NULL REFERENCES ticket (number),
  client TEXT NOT NULL,
  line TEXT NOT NULL,
  first_date TEXT NOT NULL,
  from_line TEXT NOT NULL,
  amount INTEGER NOT NULL,
  state TEXT NOT NULL
) STRICT;
CREATE INDEX pending_client ON pending (client, number) WHERE state = 'waiting';
