{#
What tonight's answers let us claim, in the work schema: a family with a result, no claim that stands, and all that the
result rests on, down to the row of the delivery. PostgreSQL: it reads core and claims beside the work schema.
#}
{% import "measures/macros.sql" as say with context %}
DROP TABLE IF EXISTS claim_found;
CREATE TABLE claim_found AS
SELECT
    family_state.family_id,
    family_state.result_type,
    family_state.claimable_on,
    CAST({{ programme.result_amount }} AS numeric(10, 2)) AS amount,
    CASE family_state.result_type
{% for result in plan.results %}
        WHEN {{ result.result_type }} THEN {% if result.needs == "problems" %}NULL{% else %}(
            SELECT route.person_ref
            FROM {{ Identifier("route_" ~ result.result_type) }} AS route
            WHERE route.family_id = family_state.family_id
        ){% endif %}

{% endfor %}
    END AS person_ref
FROM family_state
WHERE
    family_state.result_type IS NOT NULL
    AND NOT EXISTS (
        SELECT 1 FROM claims.claim AS standing
        WHERE standing.family_id = family_state.family_id AND standing.status <> 'withdrawn'
    );

DROP TABLE IF EXISTS rests_on;
CREATE TABLE rests_on AS
-- The measures that the result rests on: every one that is sustained, or the one that earns it.
SELECT
    found.family_id,
    found.person_ref,
    state.measure_id,
    state.reason_code,
    state.cut_off
FROM claim_found AS found
INNER JOIN measure_state AS state
    ON found.family_id = state.family_id AND state.status = 'sustained' AND NOT state.shadow
WHERE
    CASE found.result_type
{% for result in plan.results %}
        WHEN {{ result.result_type }}
            THEN {% if result.needs == "problems" %}TRUE{% else %}state.measure_id = {{ result.needs }}{% endif %}

{% endfor %}
    END;

DROP TABLE IF EXISTS evidence_found;
CREATE TABLE evidence_found AS
WITH considered AS (
{% for measure in plan.answered if not measure.shadow %}
    SELECT family_id, {{ measure.measure }} AS measure_id, feed, record_key, person_ref, event_on, counted_as
    FROM {{ Identifier("considered_" ~ measure.measure | lower) }}
    WHERE counted_as IS NOT NULL AND family_id IN (SELECT family_id FROM claim_found)
    {%+ if not loop.last %}UNION ALL{% endif %}

{% endfor %}
),

-- Whose records a measure looked at: the people whom it judged, or for events everybody of the family since engagement.
looked_for AS (
{% for measure in plan.answered if measure.rests_on_absence and not measure.shadow %}
    SELECT DISTINCT
        membership.family_id,
        membership.person_ref,
        {{ measure.measure }} AS measure_id,
        feed.feed
    FROM membership
    INNER JOIN families ON membership.family_id = families.family_id AND membership.left_after > families.engaged_on
    INNER JOIN {{ Identifier("subject_" ~ measure.measure | lower) }} AS subject
        ON membership.family_id = subject.family_id AND subject.judged AND subject.person_ref IN ('', membership.person_ref)
    CROSS JOIN (VALUES {% for feed in measure.reads %}({{ feed }}){% if not loop.last %}, {% endif %}{% endfor %}) AS feed (feed)
    WHERE membership.family_id IN (SELECT family_id FROM claim_found)
    {%+ if not loop.last %}UNION ALL{% endif %}

{% endfor %}
)

SELECT
    rests_on.family_id,
    rests_on.measure_id,
    considered.counted_as,
    considered.feed,
    considered.record_key,
    considered.person_ref,
    considered.event_on
FROM rests_on
INNER JOIN considered
    ON
        rests_on.family_id = considered.family_id
        AND rests_on.measure_id = considered.measure_id
        AND (rests_on.person_ref IS NULL OR rests_on.person_ref = considered.person_ref)
UNION
SELECT
    rests_on.family_id,
    rests_on.measure_id,
    'absence',
    looked_for.feed,
    looked_for.person_ref,
    looked_for.person_ref,
    rests_on.cut_off - 1
FROM rests_on
INNER JOIN looked_for
    ON
        rests_on.family_id = looked_for.family_id
        AND rests_on.measure_id = looked_for.measure_id
        AND (rests_on.person_ref IS NULL OR rests_on.person_ref = looked_for.person_ref)
WHERE
    NOT EXISTS (
        SELECT 1 FROM considered
        WHERE
            considered.family_id = looked_for.family_id
            AND considered.measure_id = looked_for.measure_id
            AND considered.feed = looked_for.feed
            AND considered.person_ref = looked_for.person_ref
            AND considered.counted_as = 'progress'
    )
UNION
-- A person's decision, where the measure or the gate rests on one: the newest that was taken by that day.
SELECT
    decision.family_id,
    decision.measure_id,
    CASE decision.measure_id WHEN 'attendance_gate' THEN 'gate' ELSE 'progress' END,
    'decisions',
    decision.family_id || '|' || decision.measure_id || '|' || CAST(decision.decided_on AS text),
    NULL,
    decision.decided_on
FROM (
    SELECT DISTINCT ON (family_id, measure_id)
        family_id,
        measure_id,
        decided_on
    FROM decisions
    WHERE decided_on <= {{ as_of }}
    ORDER BY family_id, measure_id, decided_on DESC
) AS decision
INNER JOIN claim_found AS found ON decision.family_id = found.family_id
WHERE
    (decision.family_id, decision.measure_id) IN (
        SELECT family_id, measure_id FROM rests_on WHERE reason_code = 'decided'
    )
    OR (decision.measure_id = 'attendance_gate' AND found.result_type IN {{ gated }})
UNION
SELECT
    found.family_id,
    'attendance_gate',
    'gate',
    {{ gate_feed }},
    record.record_key,
    record.person_ref,
    gate_term.ends_on - 1
FROM claim_found AS found
INNER JOIN attendance_gate ON found.family_id = attendance_gate.family_id
INNER JOIN gate_term
    ON attendance_gate.academic_year = gate_term.academic_year AND attendance_gate.term = gate_term.term
INNER JOIN {{ Identifier(gate_feed) }} AS record
    ON
        attendance_gate.person_ref = record.person_ref
        AND attendance_gate.academic_year = record.academic_year
        AND attendance_gate.term = record.term
WHERE found.result_type IN {{ gated }}
UNION
SELECT
    found.family_id,
    'practice_gate',
    'gate',
    'families',
    found.family_id,
    NULL,
    family_gate.practice_day
FROM claim_found AS found
INNER JOIN family_gate ON found.family_id = family_gate.family_id;
