{#- Hashes of keys that may stand in the file more than once. Nearly always there are none, and nothing more is
    asked. -#}
SET LOCAL work_mem TO '64MB';

CREATE TEMPORARY TABLE often ON COMMIT DROP AS
SELECT hashtextextended(record_key, 0) AS hash
FROM {{ typed }}
WHERE record_key IS NOT NULL
GROUP BY hashtextextended(record_key, 0)
HAVING count(*) > 1;
