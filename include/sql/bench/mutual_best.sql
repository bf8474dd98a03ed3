-- DuckDB. Pairs in which each is the other's best and neither has an equal: how many, and how many are right.
WITH ranked AS (
    SELECT
        unique_id_l,
        unique_id_r,
        rank() OVER (PARTITION BY unique_id_l ORDER BY match_weight DESC) AS place_of_right,
        rank() OVER (PARTITION BY unique_id_r ORDER BY match_weight DESC) AS place_of_left,
        count(*) OVER (PARTITION BY unique_id_l, match_weight) AS equal_right,
        count(*) OVER (PARTITION BY unique_id_r, match_weight) AS equal_left
    FROM {{ Identifier(pairs) }}
)

SELECT count(*), count(*) FILTER (WHERE unique_id_l = unique_id_r)
FROM ranked
WHERE place_of_right = 1 AND place_of_left = 1 AND equal_right = 1 AND equal_left = 1
