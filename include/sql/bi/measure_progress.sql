{# bi.measure_progress: how many families stand where on each measure, by district. #}
{% import "bi/disclosure.sql" as disclosure %}
{% set cells %}{% include "bi/measure_cells.sql" %}{% endset %}
CREATE OR REPLACE VIEW bi.measure_progress WITH (security_barrier) AS
SELECT
    cell.as_of,
    cell.as_of = (SELECT max(newest.as_of) FROM claims.family_state AS newest) AS is_latest,
    cell.district,
    cell.problem_id,
    cell.measure_id,
    cell.shadow,
    cell.status,
    cell.shown AS families,
    cell.hidden AS suppressed,
    CASE WHEN cell.status NOT IN ('all', 'not_applicable') THEN
        {{ disclosure.rate("cell.shown", "sum(cell.shown) FILTER (WHERE cell.status = 'all') OVER in_district - sum(cell.shown) FILTER (WHERE cell.status = 'not_applicable') OVER in_district") }}
    END AS rate
FROM (
    SELECT counted.*, {{ disclosure.shown("counted.families", "counted.hidden") }} AS shown
    FROM ({{ cells }}) AS counted
) AS cell
WINDOW in_district AS (PARTITION BY cell.as_of, cell.measure_id, cell.district);

{{ disclosure.comments("measure_progress", "Families by night, measure, status and district. Small numbers are suppressed, others rounded.", {
    "as_of": "The day that was judged.",
    "is_latest": "Whether it is the latest night.",
    "district": "The district, or all.",
    "problem_id": "The problem that the measure belongs to.",
    "measure_id": "The measure; its words are in catalogue.measure.",
    "shadow": "A proposed measure: shown, and never counted towards a claim.",
    "status": "The status, or all.",
    "families": "How many, rounded; null where suppressed.",
    "suppressed": "Whether the number is too small to show, or would give one away.",
    "rate": "The share of the families to whom the measure applies, in percent, of rounded numbers; null where one of them is suppressed.",
}) }}
