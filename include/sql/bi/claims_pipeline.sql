{# bi.claims_pipeline: when results can be claimed, and what they are worth. The stages that bi.programme_summary shows as
   well are hidden here as they are there. #}
{% import "bi/disclosure.sql" as disclosure %}
{% set cells %}
    SELECT counted.as_of, counted.stage, counted.month, counted.families,
        counted.stage NOT IN ('expected', 'no_date') AS fixed,
        counted.stage NOT IN ('expected', 'no_date') AND coalesce(total.hidden, TRUE) AS hidden_elsewhere
    FROM (
        SELECT s.as_of, step.stage, CASE step.stage WHEN 'expected' THEN date_trunc('month', s.earliest_on)::date END AS month,
            count(*) AS families
        FROM claims.family_state AS s
        CROSS JOIN LATERAL (
            VALUES ('all'),
                (
                    CASE
                        WHEN s.already_claimed THEN 'already_claimed'
                        WHEN s.result_type IS NOT NULL THEN 'claimable'
                        WHEN s.earliest_on IS NOT NULL THEN 'expected'
                        ELSE 'no_date'
                    END
                ),
                (CASE WHEN NOT s.already_claimed AND s.result_type IS NULL THEN 'in_progress' END)
        ) AS step (stage)
        WHERE step.stage IS NOT NULL
        GROUP BY s.as_of, step.stage, month
    ) AS counted
    LEFT JOIN ({% include "bi/summary_cells.sql" %}) AS total
        ON counted.as_of = total.as_of AND total.district = 'all'
        AND total.indicator = CASE counted.stage WHEN 'all' THEN 'families' ELSE counted.stage END
{% endset %}
CREATE OR REPLACE VIEW bi.claims_pipeline WITH (security_barrier) AS
SELECT
    cell.as_of,
    cell.as_of = (SELECT max(newest.as_of) FROM claims.family_state AS newest) AS is_latest,
    cell.stage,
    cell.month,
    cell.shown AS families,
    cell.hidden AS suppressed,
    (
        cell.shown * (
            SELECT max(p.value::numeric) FROM catalogue.rule_parameter AS p
            WHERE p.scope = 'programme' AND p.name = 'result_amount'
        )
    )::numeric(12, 2) AS pounds
FROM (
    SELECT counted.*, {{ disclosure.shown("counted.families", "counted.hidden") }} AS shown
    FROM ({{ disclosure.control(cells, 
        [("as_of, stage IN ('in_progress', 'expected', 'no_date')", "stage = 'in_progress'")], "as_of", "stage, month"
    ) }}) AS counted
) AS cell;

{{ disclosure.comments("claims_pipeline", "When results can be claimed, and their worth. Small numbers are suppressed, others rounded.", {
    "as_of": "The day that was judged.",
    "is_latest": "Whether it is the latest night.",
    "stage": "all; already_claimed, claimable (now) and in_progress, which add up to it; expected (in a month) and no_date (none can be told), which add up to in_progress.",
    "month": "The month of the earliest day on which a result can be claimed; null unless it is expected.",
    "families": "How many, rounded; null where suppressed.",
    "suppressed": "Whether the number is too small to show, or would give one away.",
    "pounds": "The result payments for the rounded number; null where suppressed.",
}) }}
