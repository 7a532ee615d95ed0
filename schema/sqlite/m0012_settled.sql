-- Debts that outlive their shells are settled, and one cause may leave several clients owing in one
-- substitution group.

-- What is gone and still owed is found by client.
CREATE INDEX write_off_piece_owed ON write_off_piece (client, write_off, piece)
  WHERE adjusted <> 0 AND found_at IS NULL;

CREATE TABLE swap_debt_of_client (
  origin TEXT NOT NULL,
  substitution TEXT NOT NULL,
  client TEXT NOT NULL,
  owed INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  PRIMARY KEY (origin, substitution, client)
) STRICT, WITHOUT ROWID;
INSERT INTO swap_debt_of_client (origin, substitution, client, owed, due_at)
  SELECT origin, substitution, client, owed, due_at FROM swap_debt;
DROP TABLE swap_debt;
ALTER TABLE swap_debt_of_client RENAME TO swap_debt;
CREATE INDEX swap_debt_client ON swap_debt (client, due_at, origin, substitution);
CREATE INDEX swap_debt_due ON swap_debt (due_at, origin, substitution);
CREATE INDEX swap_debt_group ON swap_debt (substitution, owed);

-- What was put into a printer's slot next: the end of what the cartridge before it printed.
CREATE INDEX holding_device ON holding (device, since_at) WHERE device IS NOT NULL;

-- Pieces of one type are listed by tag without sorting.
DROP INDEX piece_item;
CREATE INDEX piece_item ON piece (item, kind, tag);
