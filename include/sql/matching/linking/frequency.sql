{% set share = Identifier("tf_" ~ column) %}
{% set column_name = Identifier(column) %}
-- DuckDB. How common each name is: as the model was trained with, and for a name that it has never met, as tonight's
-- people have it, in whole bits, so that one person more does not move every weight. A few people are no population:
-- what is counted is set against {{ least_people }} at least.
CREATE TABLE {{ Identifier("frequency_" ~ column) }} AS
WITH everybody AS (
    SELECT {{ column_name }} FROM agency WHERE NOT is_initial
    UNION ALL
    SELECT {{ column_name }} FROM programme WHERE NOT is_initial
),

tonight AS (
    SELECT {{ column_name }}, count(*) / greatest({{ least_people }}, sum(count(*)) OVER ()) AS share
    FROM everybody
    WHERE {{ column_name }} IS NOT NULL
    GROUP BY {{ column_name }}
)

SELECT {{ column_name }}, {{ share }}, TRUE AS is_shipped FROM shipped
UNION ALL
SELECT {{ column_name }}, pow(2, ceil(log2(share))) AS {{ share }}, FALSE AS is_shipped
FROM tonight
ANTI JOIN shipped USING ({{ column_name }});
