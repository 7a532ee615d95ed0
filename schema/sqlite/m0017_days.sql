-- Schema version 17: what is counted by day is counted by quarter of an hour, so that days and months
-- can be those of the desk's zone: every zone's offset is whole quarters. A full one that came back
-- unused is no consumption.

-- What the journal says of it, in the order of the books.
CREATE TABLE said (
  seq INTEGER NOT NULL,
  place INTEGER NOT NULL,
  kind TEXT NOT NULL,
  fact TEXT NOT NULL,
  PRIMARY KEY (seq, place)
) STRICT, WITHOUT ROWID;
INSERT INTO said (seq, place, kind, fact)
  SELECT journal.seq, event.key, json_extract(event.value, '$.kind'),
    json_extract(event.value, '$.fact')
  FROM journal, json_each(journal.events) AS event
  WHERE json_extract(event.value, '$.kind') IN ('piece.added', 'title.passed', 'swap.made',
    'refill.sent', 'refill.received', 'refill.judged', 'refill.corrected');

-- Whose each piece was since when.
CREATE TABLE owned (
  piece TEXT NOT NULL,
  seq INTEGER NOT NULL,
  place INTEGER NOT NULL,
  owner TEXT,
  PRIMARY KEY (piece, seq, place)
) STRICT, WITHOUT ROWID;
INSERT INTO owned (piece, seq, place, owner)
  SELECT json_extract(fact, '$.piece'), seq, place, json_extract(fact, '$.owner')
  FROM said WHERE kind IN ('piece.added', 'title.passed');

-- Whether one that was given counts as consumption: it was ours, and did not come back unused.
ALTER TABLE swap_piece ADD COLUMN counted INTEGER NOT NULL DEFAULT 0;
UPDATE swap_piece SET counted = 1
WHERE (swap, side, piece) IN (
  SELECT CAST(substr(json_extract(said.fact, '$.number'), 3) AS INTEGER), 'given',
    json_extract(given.value, '$.piece')
  FROM said, json_each(said.fact, '$.given') AS given
  WHERE said.kind = 'swap.made' AND (
    SELECT owner FROM owned
    WHERE owned.piece = json_extract(given.value, '$.piece')
      AND (owned.seq, owned.place) < (said.seq, said.place)
    ORDER BY owned.seq DESC, owned.place DESC LIMIT 1
  ) IS NULL
);

-- Full ones of ours that were given, by type and quarter of an hour since 1970.
DROP TABLE consumption;
CREATE TABLE consumption (
  item TEXT NOT NULL,
  quarter INTEGER NOT NULL,
  pieces INTEGER NOT NULL,
  PRIMARY KEY (item, quarter)
) STRICT, WITHOUT ROWID;
INSERT INTO consumption (item, quarter, pieces)
  SELECT p.item, s.made_at / 900, count(*)
  FROM swap_piece AS sp JOIN swap AS s ON s.number = sp.swap JOIN piece AS p ON p.tag = sp.piece
  WHERE sp.counted = 1
  GROUP BY p.item, s.made_at / 900;

-- What a refiller did, by quarter of an hour, and when the pieces that came back had been sent.
DROP TABLE refill_day;
CREATE TABLE refill_work (
  refiller TEXT NOT NULL,
  quarter INTEGER NOT NULL,
  sent INTEGER NOT NULL,
  received INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  redone INTEGER NOT NULL,
  cost INTEGER NOT NULL,
  PRIMARY KEY (refiller, quarter)
) STRICT, WITHOUT ROWID;
INSERT INTO refill_work (refiller, quarter, sent, received, failed, redone, cost)
  SELECT refiller, quarter, sum(sent), sum(received), sum(failed), sum(redone), sum(cost)
  FROM (
    SELECT json_extract(fact, '$.refiller') AS refiller, json_extract(fact, '$.at') / 900 AS quarter,
      json_array_length(fact, '$.pieces') AS sent, 0 AS received, 0 AS failed, 0 AS redone,
      0 AS cost
    FROM said WHERE kind = 'refill.sent'
    UNION ALL
    SELECT json_extract(fact, '$.refiller'), json_extract(fact, '$.at') / 900, 0, 1,
      json_extract(fact, '$.result') = 'failed', json_extract(fact, '$.redo'),
      coalesce(json_extract(fact, '$.price'), 0)
    FROM said WHERE kind = 'refill.received'
    UNION ALL
    SELECT json_extract(fact, '$.refiller'), json_extract(fact, '$.received') / 900, 0, 0,
      CASE WHEN coalesce(json_extract(fact, '$.isSuperseded'), 0)
        THEN json_extract(fact, '$.claimed')
          - (json_extract(fact, '$.claimed') AND json_extract(fact, '$.wasFailed'))
        ELSE (json_extract(fact, '$.result') = 'failed') - json_extract(fact, '$.wasFailed') END,
      0, 0
    FROM said WHERE kind = 'refill.judged'
    UNION ALL
    SELECT json_extract(fact, '$.refiller'), json_extract(fact, '$.received') / 900, 0, 0, 0, 0,
      json_extract(fact, '$.costs')
    FROM said WHERE kind = 'refill.corrected'
  )
  GROUP BY refiller, quarter;

DROP TABLE turnaround;
CREATE TABLE turnaround (
  refiller TEXT NOT NULL,
  quarter INTEGER NOT NULL,
  sent_quarter INTEGER NOT NULL,
  pieces INTEGER NOT NULL,
  PRIMARY KEY (refiller, quarter, sent_quarter)
) STRICT, WITHOUT ROWID;
INSERT INTO turnaround (refiller, quarter, sent_quarter, pieces)
  SELECT json_extract(fact, '$.refiller'), json_extract(fact, '$.at') / 900,
    json_extract(fact, '$.sent') / 900, count(*)
  FROM said WHERE kind = 'refill.received' AND json_extract(fact, '$.sent') IS NOT NULL
  GROUP BY 1, 2, 3;

DROP TABLE owned;
DROP TABLE said;
