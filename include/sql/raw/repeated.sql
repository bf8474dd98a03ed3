{#- Keys that stand in the file more than once. Rows that say the same count once; rows that differ all break the rule,
    because nobody can tell which is meant. `often` is from raw/often.sql. -#}
WITH compared AS (
    SELECT
        record_key,
        min(row_number) AS first_row,
        min(row_sha256) <> max(row_sha256) AS differ
    FROM {{ typed }}
    WHERE hashtextextended(record_key, 0) IN (SELECT hash FROM often)
    GROUP BY record_key
    HAVING count(*) > 1
)

UPDATE {{ typed }} AS t
SET
    {{ Identifier("key.unique") }} = nullif(compared.differ, false),
    repeated = nullif(NOT compared.differ AND t.row_number <> compared.first_row, false)
FROM compared
WHERE compared.record_key = t.record_key;
