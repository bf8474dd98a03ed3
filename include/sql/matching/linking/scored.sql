-- DuckDB. Splink's pairs -> scored: the bits of evidence of each pair without a prior, and what each comparison adds.
-- Splink says which side is whose only by the name of the data set.
CREATE TABLE scored AS
WITH weighed AS (
    SELECT
        CASE source_dataset_l WHEN 'agency' THEN unique_id_l ELSE unique_id_r END AS person_id,
        CASE source_dataset_l WHEN 'agency' THEN unique_id_r ELSE unique_id_l END AS member_id,
        [
            {% for comparison in comparisons %}
            {
                'name': {{ comparison.name }},
                'level': CASE {{ Identifier("gamma_" ~ comparison.name) }}
                    {% for gamma, label in comparison.levels.items() %}
                    WHEN {{ gamma }} THEN {{ label }}
                    {% endfor %}
                END,
                'bits': round({% for column in comparison.columns %}{{ Identifier(column) }}{{ Sql("" if loop.last else " + ") }}{% endfor %}, 2)
            }{{ Sql("" if loop.last else ",") }}
            {% endfor %}
        ] AS comparisons
    FROM {{ Identifier(pairs) }}
)

SELECT
    w.person_id,
    m.member_ref,
    list_sum(list_transform(w.comparisons, LAMBDA one: one.bits)) AS bits,
    w.comparisons
FROM weighed AS w
INNER JOIN member AS m ON m.member_id = w.member_id;
