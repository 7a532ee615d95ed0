-- Schema version 2: the pool. Who owns which shell, what is owed by tag and by group, refill
-- batches, what was scrapped and lost, and the counters that stock is read from.

-- What a holding's own event said of the piece's state; the state at a moment is the last one said.
ALTER TABLE holding ADD COLUMN state TEXT;
ALTER TABLE holding ADD COLUMN device TEXT;
ALTER TABLE holding ADD COLUMN slot TEXT;
UPDATE holding SET state = (
  SELECT json_extract(event.value, '$.fact.state')
  FROM journal, json_each(journal.events) AS event
  WHERE journal.seq = holding.entry
    AND json_extract(event.value, '$.kind') IN ('piece.added', 'piece.moved')
    AND json_extract(event.value, '$.fact.piece') = holding.piece
);

ALTER TABLE piece ADD COLUMN barcode TEXT;
ALTER TABLE piece ADD COLUMN cycles INTEGER NOT NULL DEFAULT 0;
UPDATE piece SET state = (
  SELECT state FROM holding WHERE piece = piece.tag AND state IS NOT NULL
  ORDER BY since_at DESC, entry DESC LIMIT 1
);
CREATE INDEX piece_kind ON piece (kind, tag);
CREATE UNIQUE INDEX piece_barcode ON piece (barcode) WHERE barcode IS NOT NULL;
CREATE INDEX piece_wanting ON piece (item, tag)
  WHERE kind = 'cartridge' AND state IN ('empty', 'failed');
INSERT INTO counter (name, value)
  SELECT 'cartridge tag', max(CAST(substr(tag, 3) AS INTEGER)) FROM piece
  WHERE tag GLOB 'C-[0-9]*' AND substr(tag, 3) NOT GLOB '*[^0-9]*' AND length(tag) <= 11
  HAVING count(*) > 0;

-- Cartridges that are not with their owner: ours at a client, and a client's with us.
CREATE TABLE away (
  piece TEXT PRIMARY KEY REFERENCES piece (tag),
  client TEXT NOT NULL,
  side TEXT NOT NULL,
  state TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX away_client ON away (client, side, piece);
CREATE INDEX away_ready ON away (client, piece) WHERE side = 'theirs' AND state = 'full';
INSERT INTO away (piece, client, side, state)
  SELECT p.tag, coalesce(p.owner, h.holder_name),
    CASE WHEN p.owner IS NULL THEN 'ours' ELSE 'theirs' END, p.state
  FROM piece AS p JOIN holding AS h ON h.piece = p.tag AND h.until_at IS NULL
  WHERE p.kind = 'cartridge' AND h.holder NOT IN ('scrap', 'lost')
    AND CASE WHEN p.owner IS NULL THEN h.holder = 'client'
      ELSE NOT (h.holder = 'client' AND h.holder_name = p.owner) END;

-- Missing sides that somebody expects: positive where the client owes an empty. An origin is the
-- swap, or the write-off, that the debt comes from.
CREATE TABLE swap_debt (
  origin TEXT NOT NULL,
  substitution TEXT NOT NULL,
  client TEXT NOT NULL,
  owed INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  PRIMARY KEY (origin, substitution)
) STRICT, WITHOUT ROWID;
CREATE INDEX swap_debt_client ON swap_debt (client, due_at, origin, substitution);
CREATE INDEX swap_debt_due ON swap_debt (due_at, origin, substitution);
INSERT INTO swap_debt (origin, substitution, client, owed, due_at)
  WITH RECURSIVE chain (last, number) AS (
    SELECT number, number FROM swap WHERE settled_by IS NULL
    UNION ALL
    SELECT chain.last, swap.number FROM swap JOIN chain ON swap.settled_by = chain.number
  )
  SELECT 'S-' || chain.last, sp.substitution, swap.client,
    sum(CASE sp.side WHEN 'given' THEN 1 ELSE -1 END),
    coalesce(swap.due_at, swap.made_at + 1209600)
  FROM chain JOIN swap_piece AS sp ON sp.swap = chain.number
    JOIN swap ON swap.number = chain.last
  GROUP BY chain.last, sp.substitution
  HAVING sum(CASE sp.side WHEN 'given' THEN 1 ELSE -1 END) <> 0;

ALTER TABLE swap_balance ADD COLUMN adjusted INTEGER NOT NULL DEFAULT 0;

-- What was owed before the books began, once for a client and group.
CREATE TABLE opening_balance (
  client TEXT NOT NULL REFERENCES client (code),
  substitution TEXT NOT NULL,
  swap INTEGER NOT NULL,
  PRIMARY KEY (client, substitution)
) STRICT, WITHOUT ROWID;

ALTER TABLE swap ADD COLUMN device TEXT;
ALTER TABLE swap_piece ADD COLUMN pages INTEGER;
ALTER TABLE swap_piece ADD COLUMN yield_pages INTEGER;
-- early where less than half of the yield was printed, missed where more than one and a half times.
ALTER TABLE swap_piece ADD COLUMN odd TEXT;
CREATE INDEX swap_piece_odd ON swap_piece (odd, swap) WHERE odd IS NOT NULL;

ALTER TABLE supply ADD COLUMN cycle_limit INTEGER;
ALTER TABLE supply ADD COLUMN price INTEGER;
CREATE INDEX supply_group ON supply (substitution, number);

-- Full ones of ours that were given, by type and day in UTC.
CREATE TABLE consumption (
  item TEXT NOT NULL,
  day INTEGER NOT NULL,
  pieces INTEGER NOT NULL,
  PRIMARY KEY (item, day)
) STRICT, WITHOUT ROWID;
INSERT INTO consumption (item, day, pieces)
  SELECT p.item, swap.made_at / 86400, count(*)
  FROM swap_piece AS sp JOIN swap ON swap.number = sp.swap JOIN piece AS p ON p.tag = sp.piece
  WHERE sp.side = 'given' AND p.owner IS NULL
  GROUP BY p.item, swap.made_at / 86400;

-- How many cartridges there are, by type, kind of holder, state and kind of owner.
CREATE TABLE stock (
  item TEXT NOT NULL,
  place TEXT NOT NULL,
  state TEXT NOT NULL,
  owner TEXT NOT NULL,
  pieces INTEGER NOT NULL,
  PRIMARY KEY (item, place, state, owner)
) STRICT, WITHOUT ROWID;
INSERT INTO stock (item, place, state, owner, pieces)
  SELECT p.item, h.holder, p.state, CASE WHEN p.owner IS NULL THEN 'pool' ELSE 'client' END,
    count(*)
  FROM piece AS p JOIN holding AS h ON h.piece = p.tag AND h.until_at IS NULL
  WHERE p.kind = 'cartridge'
  GROUP BY p.item, h.holder, p.state, p.owner IS NULL;

-- The cartridge in each slot of a printer, and what the printer has printed since.
CREATE TABLE installed (
  piece TEXT PRIMARY KEY REFERENCES piece (tag),
  device TEXT NOT NULL,
  slot TEXT NOT NULL,
  item TEXT NOT NULL,
  since_at INTEGER NOT NULL,
  start_pages INTEGER,
  pages INTEGER,
  yield_pages INTEGER,
  share INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX installed_device ON installed (device, slot);
CREATE INDEX installed_item ON installed (item);
CREATE INDEX installed_share ON installed (share, piece) WHERE share >= 100;

CREATE TABLE refiller (
  code TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  contact TEXT,
  warranty_days INTEGER NOT NULL,
  turnaround_days INTEGER NOT NULL,
  added_at INTEGER NOT NULL
) STRICT;

CREATE TABLE refill (
  number INTEGER PRIMARY KEY,
  refiller TEXT NOT NULL REFERENCES refiller (code),
  sent_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  sent INTEGER NOT NULL,
  waiting INTEGER NOT NULL,
  gone INTEGER NOT NULL DEFAULT 0,
  flags TEXT NOT NULL
) STRICT;
CREATE INDEX refill_waiting ON refill (due_at, number) WHERE waiting > 0;
CREATE INDEX refill_refiller ON refill (refiller, number);

CREATE TABLE refill_piece (
  refill INTEGER NOT NULL REFERENCES refill (number),
  piece TEXT NOT NULL REFERENCES piece (tag),
  item TEXT NOT NULL,
  redo INTEGER NOT NULL,
  sent_at INTEGER,
  received_at INTEGER,
  pages INTEGER,
  price INTEGER,
  work TEXT,
  result TEXT NOT NULL,
  judged_at INTEGER,
  claimed INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (refill, piece)
) STRICT, WITHOUT ROWID;
CREATE INDEX refill_piece_piece ON refill_piece (piece, refill);
CREATE INDEX refill_piece_out ON refill_piece (piece) WHERE result = 'waiting';
CREATE INDEX refill_piece_item ON refill_piece (item, received_at)
  WHERE received_at IS NOT NULL AND sent_at IS NOT NULL;

-- What a refiller did, by day in UTC, and how many days the pieces were away.
CREATE TABLE refill_day (
  refiller TEXT NOT NULL,
  day INTEGER NOT NULL,
  sent INTEGER NOT NULL,
  received INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  redone INTEGER NOT NULL,
  cost INTEGER NOT NULL,
  PRIMARY KEY (refiller, day)
) STRICT, WITHOUT ROWID;
CREATE TABLE turnaround (
  refiller TEXT NOT NULL,
  day INTEGER NOT NULL,
  days INTEGER NOT NULL,
  pieces INTEGER NOT NULL,
  PRIMARY KEY (refiller, day, days)
) STRICT, WITHOUT ROWID;

CREATE TABLE write_off (
  number INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  written_at INTEGER NOT NULL,
  pieces INTEGER NOT NULL,
  reason TEXT
) STRICT;

CREATE TABLE write_off_piece (
  write_off INTEGER NOT NULL REFERENCES write_off (number),
  piece TEXT NOT NULL REFERENCES piece (tag),
  state TEXT NOT NULL,
  client TEXT,
  substitution TEXT NOT NULL,
  adjusted INTEGER NOT NULL,
  found_at INTEGER,
  PRIMARY KEY (write_off, piece)
) STRICT, WITHOUT ROWID;
CREATE INDEX write_off_piece_piece ON write_off_piece (piece, write_off);
