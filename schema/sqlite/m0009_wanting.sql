-- Cartridges that are with us and want refilling. The list of what to send walks it, whatever lies
-- at the clients.
CREATE TABLE wanting (
  item TEXT NOT NULL,
  owner TEXT NOT NULL,
  state TEXT NOT NULL,
  piece TEXT NOT NULL REFERENCES piece (tag),
  PRIMARY KEY (item, owner, state, piece)
) STRICT, WITHOUT ROWID;
INSERT INTO wanting (item, owner, state, piece)
  SELECT p.item, iif(p.owner IS NULL, 'pool', 'client'), p.state, p.tag
  FROM piece AS p JOIN holding AS h ON h.piece = p.tag AND h.until_at IS NULL
  WHERE p.kind = 'cartridge' AND p.state IN ('empty', 'failed')
    AND h.holder IN ('shelf', 'van', 'bench');
DROP INDEX piece_wanting;
