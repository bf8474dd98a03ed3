{# bi.programme_summary: how many families there are, and how many are eligible, claimable and claimed, by district. The
   last three add up to all. #}
{% import "bi/disclosure.sql" as disclosure %}
CREATE OR REPLACE VIEW bi.programme_summary WITH (security_barrier) AS
SELECT
    cell.as_of,
    cell.as_of = (SELECT max(newest.as_of) FROM claims.family_state AS newest) AS is_latest,
    cell.district,
    cell.indicator,
    cell.shown AS families,
    cell.hidden AS suppressed,
    {{ disclosure.rate("cell.shown", "max(cell.shown) FILTER (WHERE cell.indicator = 'families') OVER (PARTITION BY cell.as_of, cell.district)") }}
        AS rate
FROM (
    SELECT counted.*, {{ disclosure.shown("counted.families", "counted.hidden") }} AS shown
    FROM ({% include "bi/summary_cells.sql" %}) AS counted
) AS cell;

{{ disclosure.comments("programme_summary", "Families of the programme by night and district. Small numbers are suppressed, others rounded.", {
    "as_of": "The day that was judged.",
    "is_latest": "Whether it is the latest night.",
    "district": "The district, or all.",
    "indicator": "families; eligible; already_claimed, claimable (a result can be claimed now) and in_progress, which add up to families.",
    "families": "How many, rounded; null where suppressed.",
    "suppressed": "Whether the number is too small to show, or would give one away.",
    "rate": "The share of the district's families, in percent, of the rounded numbers; null where either is suppressed.",
}) }}
