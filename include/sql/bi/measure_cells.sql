{# The cells of bi.measure_progress with `hidden`. The total of a district is bi.programme_summary's. #}
{% import "bi/disclosure.sql" as disclosure %}
{% set statuses = ["not_applicable", "no_progress", "significant", "sustained", "awaiting_evidence", "review"] %}
{% set cells %}
    SELECT counted.as_of, counted.district, counted.problem_id, counted.measure_id, counted.shadow, state.status,
        state.families, state.status = 'all' AS fixed,
        state.status = 'all' AND coalesce(total.hidden, TRUE) AS hidden_elsewhere
    FROM (
        SELECT m.as_of, place.district, m.problem_id, m.measure_id, m.shadow,
            {% for status in statuses %}
            count(*) FILTER (WHERE m.status = {{ status }}) AS {{ Identifier(status) }},
            {% endfor %}
            count(*) AS all_families
        FROM claims.measure_state AS m
        INNER JOIN claims.family_state AS f ON m.as_of = f.as_of AND m.family_id = f.family_id
        CROSS JOIN LATERAL (VALUES ('all'), (coalesce(f.district, 'not recorded'))) AS place (district)
        GROUP BY m.as_of, place.district, m.problem_id, m.measure_id, m.shadow
    ) AS counted
    CROSS JOIN LATERAL (
        VALUES ('all', counted.all_families)
        {% for status in statuses %}
        , ({{ status }}, counted.{{ Identifier(status) }})
        {% endfor %}
    ) AS state (status, families)
    LEFT JOIN ({% include "bi/summary_cells.sql" %}) AS total
        ON counted.as_of = total.as_of AND counted.district = total.district AND total.indicator = 'families'
{% endset %}
{{ disclosure.control(
    cells,
    [("as_of, measure_id, district", "status = 'all'"), ("as_of, measure_id, status", "district = 'all'")],
    "as_of, measure_id",
    "district, status"
) }}
