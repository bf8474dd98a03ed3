{#- Keys that stand in the file more than once. Rows that say the same count once; rows that differ all break the rule,
    because nobody can tell which is meant. -#}
WITH often AS (
    SELECT record_key
    FROM {{ typed }}
    WHERE record_key IS NOT NULL
    GROUP BY record_key
    HAVING count(*) > 1
),

compared AS (
    SELECT
        t.record_key,
        min(t.row_number) AS first_row,
        min(t.row_sha256) <> max(t.row_sha256) AS differ
    FROM {{ typed }} AS t
    INNER JOIN often ON often.record_key = t.record_key
    GROUP BY t.record_key
)

UPDATE {{ typed }} AS t
SET
    {{ Identifier("key.unique") }} = nullif(compared.differ, false),
    repeated = nullif(NOT compared.differ AND t.row_number <> compared.first_row, false)
FROM compared
WHERE compared.record_key = t.record_key;
