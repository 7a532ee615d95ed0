-- What is still owed after a loan or a stay on our bench, found without reading either.

-- Whether something of a loan that ended is owed: an accessory did not come back, or nobody saw the
-- device come back at all.
ALTER TABLE loan ADD COLUMN owes INTEGER NOT NULL DEFAULT 0;
UPDATE loan SET owes = 1
WHERE is_presumed = 1 OR number IN (SELECT loan FROM loan_accessory WHERE state = 'missing');
CREATE INDEX loan_owing ON loan (returned_at, number) WHERE owes = 1;
CREATE INDEX loan_client_owing ON loan (client, returned_at, number) WHERE owes = 1;
CREATE INDEX loan_client_planned ON loan (client, begins_at, number) WHERE state = 'reserved';
DROP INDEX loan_accessory_owed;

-- What had come with a client's machine and did not go back with it.
CREATE TABLE bench_accessory (
  device TEXT NOT NULL REFERENCES piece (tag),
  received_at INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  place INTEGER NOT NULL,
  client TEXT NOT NULL,
  since_at INTEGER NOT NULL,
  name TEXT NOT NULL,
  state TEXT NOT NULL,
  PRIMARY KEY (device, received_at, entry, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX bench_accessory_owed ON bench_accessory (since_at, device, place)
  WHERE state = 'missing';
CREATE INDEX bench_accessory_client ON bench_accessory (client, since_at, device, place)
  WHERE state = 'missing';
INSERT INTO bench_accessory (device, received_at, entry, place, client, since_at, name, state)
SELECT stay.device, stay.received_at, stay.entry, item.key + 1, stay.client, stay.handed_back_at,
  item.value, 'missing'
FROM journal, json_each(journal.events) AS event,
  json_each(journal.private, '$."event/' || event.key || '/missing"') AS item
JOIN bench_stay AS stay ON stay.device = event.value ->> '$.fact.device'
  AND stay.handed_back_at = event.value ->> '$.fact.at'
WHERE event.value ->> '$.kind' = 'machine.handed_back';
