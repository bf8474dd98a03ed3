{# bi.blockers_by_agency: what families wait for, and from whom. Blockers overlap, so they add up to nothing; but those
   of a measure are the families of bi.measure_progress that are not yet sustained there. So a count is hidden too where
   what is hidden on either side of that sum is little. #}
{% import "bi/disclosure.sql" as disclosure %}
{% set cells %}
    SELECT counted.as_of, counted.result_type, counted.blocker, counted.kind, counted.families,
        TRUE AS fixed,
        coalesce(
            side.blocking <= 2 * {{ disclosure.parameter("small_count_maximum") }}
            OR side.other <= 2 * {{ disclosure.parameter("small_count_maximum") }},
            FALSE
        ) AS hidden_elsewhere
    FROM (
        SELECT b.as_of, b.result_type, b.blocker, b.kind, count(*) AS families
        FROM claims.blocker AS b
        WHERE b.kind IN ('measure', 'attendance_gate', 'practice_gate')
        GROUP BY b.as_of, b.result_type, b.blocker, b.kind
    ) AS counted
    LEFT JOIN (
        SELECT progress.as_of, progress.measure_id,
            sum(progress.families)
                FILTER (WHERE progress.hidden AND progress.status NOT IN ('not_applicable', 'sustained')) AS blocking,
            sum(progress.families)
                FILTER (WHERE progress.hidden AND progress.status IN ('not_applicable', 'sustained')) AS other
        FROM ({% include "bi/measure_cells.sql" %}) AS progress
        WHERE progress.district = 'all' AND progress.status <> 'all'
        GROUP BY progress.as_of, progress.measure_id
    ) AS side ON counted.as_of = side.as_of AND counted.blocker = side.measure_id
{% endset %}
CREATE OR REPLACE VIEW bi.blockers_by_agency WITH (security_barrier) AS
SELECT
    cell.as_of,
    cell.as_of = (SELECT max(newest.as_of) FROM claims.family_state AS newest) AS is_latest,
    coalesce(
        CASE cell.kind
            WHEN 'practice_gate' THEN 'Programme team'
            ELSE (
                SELECT max(m.agency) FROM catalogue.measure AS m
                WHERE m.plan_version = night.plan_version AND m.measure_id = CASE cell.kind
                    WHEN 'measure' THEN cell.blocker
                    ELSE (
                        SELECT p.value FROM catalogue.rule_parameter AS p
                        WHERE p.plan_version = night.plan_version
                            AND p.scope = 'programme' AND p.name = 'attendance_gate_measure'
                    )
                END
            )
        END,
        'not known'
    ) AS agency,
    cell.result_type,
    cell.kind,
    cell.blocker,
    {{ disclosure.shown("cell.families", "cell.hidden") }} AS families,
    cell.hidden AS suppressed
FROM ({{ disclosure.control(cells, [("as_of, result_type, blocker", "TRUE")], "as_of", "kind") }}) AS cell
LEFT JOIN LATERAL (
    SELECT r.plan_version FROM operations.run AS r WHERE r.as_of = cell.as_of ORDER BY r.run_id DESC LIMIT 1
) AS night ON TRUE;

{{ disclosure.comments("blockers_by_agency", "What families wait for and from which agency. A family may wait for several. Small numbers are suppressed, others rounded.", {
    "as_of": "The day that was judged.",
    "is_latest": "Whether it is the latest night.",
    "agency": "Who supplies what is waited for, in the plan's words.",
    "result_type": "The result that it blocks.",
    "kind": "measure, attendance_gate or practice_gate.",
    "blocker": "The measure, or the gate.",
    "families": "How many families, rounded; null where suppressed.",
    "suppressed": "Whether the number is too small to show, or would give one away.",
}) }}
