-- How much of an estimate is for parts and consumables, which another line may carry.
ALTER TABLE ticket ADD COLUMN estimate_goods INTEGER;
