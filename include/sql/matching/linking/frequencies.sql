-- DuckDB. How common each name is among everybody who is known, members and agencies' people. A name that hardly anyone
-- bears is left out: it would give its people away, and the model takes what it never met for rare anyway.
CREATE OR REPLACE TABLE frequency AS
WITH everybody AS (
    SELECT {{ column }} FROM agency WHERE NOT is_initial
    UNION ALL
    SELECT {{ column }} FROM programme WHERE NOT is_initial
)

SELECT
    {{ column }},
    round(count(*) / sum(count(*)) OVER (), 6) AS {{ share }}
FROM everybody
WHERE {{ column }} IS NOT NULL
GROUP BY {{ column }}
HAVING count(*) > 2
