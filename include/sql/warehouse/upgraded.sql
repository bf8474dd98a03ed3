-- Remembers what the schema was made from: an upgrade from the same files has nothing to do.
DELETE FROM operations.schema_upgrade;
INSERT INTO operations.schema_upgrade (fingerprint, upgraded_at) VALUES ({{ fingerprint }}, clock_timestamp());
