-- What was recorded against a doubt, or later than what followed it, is listed without reading every
-- move and swap.
ALTER TABLE holding ADD COLUMN flags TEXT;
CREATE INDEX holding_flagged ON holding (entry, piece) WHERE flags IS NOT NULL;
CREATE INDEX swap_flagged ON swap (number) WHERE flags NOT IN ('', 'owed', 'opening');
