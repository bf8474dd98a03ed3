{#
What stands between a family and each route to a claim, what can be claimed, and the family's figures (rules, "From
measures to a claim").
#}
{% import "measures/macros.sql" as say with context %}
-- What stands between a family and each result.
DROP TABLE IF EXISTS blocker;
CREATE TABLE blocker AS
{% for result in plan.results %}
{% if result.needs == "problems" %}
SELECT
    family_id,
    {{ result.result_type }} AS result_type,
    measure_id AS blocker,
    'measure' AS kind,
    status,
    reason_code,
    gap,
    gap_unit,
    earliest_on
FROM (
    SELECT
        state.family_id,
        state.measure_id,
        state.status,
        state.reason_code,
        state.gap,
        state.gap_unit,
        state.earliest_on,
        how.combine,
        ROW_NUMBER() OVER (
            PARTITION BY state.family_id, state.outcome_id
            ORDER BY
                {{ say.place("state.status", statuses, 0) }} DESC,
                {{ say.place("state.reason_code", reasons, 99) }},
                COALESCE(state.earliest_on, {{ say.forever() }}),
                state.measure_id
        ) AS place
    FROM measure_state AS state
    INNER JOIN (
{% for problem, outcome in outcomes %}
        SELECT {{ outcome.outcome }} AS outcome_id, {{ outcome.combine }} AS combine
        {%+ if not loop.last %}UNION ALL{% endif %}

{% endfor %}
    ) AS how ON state.outcome_id = how.outcome_id
    WHERE NOT state.shadow AND state.status <> 'not_applicable'
) AS standing
WHERE status <> 'sustained' AND (combine = 'worst' OR place = 1)
{% else %}
SELECT
    family_id,
    {{ result.result_type }} AS result_type,
    measure_id AS blocker,
    'measure' AS kind,
    status,
    reason_code,
    gap,
    gap_unit,
    earliest_on
FROM measure_state
WHERE measure_id = {{ result.needs }} AND status <> 'sustained'
{% endif %}
{% if result.attendance_gate %}
UNION ALL
SELECT
    family_id,
    {{ result.result_type }} AS result_type,
    'attendance_gate' AS blocker,
    'attendance_gate' AS kind,
    status,
    reason_code,
    gap,
    CASE WHEN gap IS NOT NULL THEN 'sessions' END AS gap_unit,
    NULL AS earliest_on
FROM family_gate
WHERE NOT attendance_gate
{% endif %}
{% if result.practice_gate %}
UNION ALL
SELECT
    family_id,
    {{ result.result_type }} AS result_type,
    'practice_gate' AS blocker,
    'practice_gate' AS kind,
    'no_progress' AS status,
    NULL AS reason_code,
    NULL AS gap,
    NULL AS gap_unit,
    NULL AS earliest_on
FROM family_gate
WHERE NOT practice_gate
{% endif %}
UNION ALL
SELECT
    family_id,
    {{ result.result_type }} AS result_type,
    'eligibility' AS blocker,
    'eligibility' AS kind,
    'no_progress' AS status,
    NULL AS reason_code,
    NULL AS gap,
    NULL AS gap_unit,
    NULL AS earliest_on
FROM family_standing
WHERE NOT eligible
UNION ALL
SELECT
    family_standing.family_id,
    {{ result.result_type }} AS result_type,
    'already_claimed' AS blocker,
    'already_claimed' AS kind,
    'no_progress' AS status,
    NULL AS reason_code,
    NULL AS gap,
    NULL AS gap_unit,
    NULL AS earliest_on
FROM family_standing
{% if result.needs == "problems" %}
WHERE already_claimed
{% else %}
LEFT JOIN {{ Identifier("route_" ~ result.result_type) }} AS route ON family_standing.family_id = route.family_id
WHERE family_standing.already_claimed OR route.only_claimed_before
{% endif %}
{%+ if not loop.last %}UNION ALL{% endif %}

{% endfor %};

DROP TABLE IF EXISTS family_route;
CREATE TABLE family_route AS
WITH standing AS (
{% for result in plan.results %}
    SELECT
        family_standing.family_id,
        {{ result.result_type }} AS result_type,
        {{ loop.index }} AS place,
{% if result.needs == "problems" %}
        GREATEST(family_standing.problems_sustained_on
{%- if result.practice_gate %}, family_gate.practice_day{% endif %}
{%- if result.attendance_gate %}, COALESCE(family_gate.newest_term_ended_on, family_standing.problems_sustained_on){% endif %}) AS claimable_on
{% else %}
        GREATEST(route.sustained_on{% if result.practice_gate %}, family_gate.practice_day{% endif %}) AS claimable_on
{% endif %}
    FROM family_standing
    INNER JOIN family_gate ON family_standing.family_id = family_gate.family_id
{% if result.needs != "problems" %}
    LEFT JOIN {{ Identifier("route_" ~ result.result_type) }} AS route ON family_standing.family_id = route.family_id
{% endif %}
    {%+ if not loop.last %}UNION ALL{% endif %}

{% endfor %}
),

blocked AS (
    SELECT
        family_id,
        result_type,
        COUNT(*) AS blocker_count,
        CASE WHEN COUNT(*) = COUNT(earliest_on) THEN MAX(earliest_on) END AS earliest_on
    FROM blocker
    GROUP BY family_id, result_type
)

SELECT
    standing.family_id,
    standing.result_type,
    standing.place,
    COALESCE(blocked.blocker_count, 0) AS blocker_count,
    CASE WHEN blocked.blocker_count IS NULL THEN standing.claimable_on END AS claimable_on,
    CASE WHEN blocked.blocker_count IS NULL THEN standing.claimable_on ELSE blocked.earliest_on END AS earliest_on
FROM standing
LEFT JOIN blocked ON standing.family_id = blocked.family_id AND standing.result_type = blocked.result_type;

DROP TABLE IF EXISTS family_state;
CREATE TABLE family_state AS
WITH claimable AS (
    SELECT
        family_id,
        result_type,
        claimable_on,
        ROW_NUMBER() OVER (PARTITION BY family_id ORDER BY claimable_on, place) AS choice
    FROM family_route
    WHERE claimable_on IS NOT NULL
),

nearest AS (
    SELECT
        family_id,
        blocker_count,
        earliest_on,
        ROW_NUMBER() OVER (PARTITION BY family_id ORDER BY COALESCE(earliest_on, {{ say.forever() }}), place) AS choice
    FROM family_route
)

SELECT
    family_standing.family_id,
    family_standing.engaged_on,
    family_standing.eligible,
    family_standing.problem_count,
    family_gate.attendance_gate,
    family_gate.practice_gate,
    family_gate.practice_day,
    claimable.result_type,
    claimable.claimable_on,
    family_standing.already_claimed,
    nearest.blocker_count,
    nearest.earliest_on,
    families.district
FROM family_standing
INNER JOIN families ON family_standing.family_id = families.family_id
INNER JOIN family_gate ON family_standing.family_id = family_gate.family_id
INNER JOIN nearest ON family_standing.family_id = nearest.family_id AND nearest.choice = 1
LEFT JOIN claimable ON family_standing.family_id = claimable.family_id AND claimable.choice = 1;
