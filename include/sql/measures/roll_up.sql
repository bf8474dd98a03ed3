{#
From measures to families (rules, "From measures to a claim"): outcomes, problems, the two gates, what blocks each
route to a claim, and what can be claimed. Shadow measures are published and enter nothing here.
#}
{% import "measures/macros.sql" as say with context %}
DROP TABLE IF EXISTS measure_state;
CREATE TABLE measure_state AS
{% for measure in plan.answered %}
SELECT
    family_id,
    measure_id,
    problem_id,
    outcome_id,
    status,
    reason_code,
    shadow,
    baseline_value,
    current_value,
    allowed_value,
    gap,
    gap_unit,
    cut_off,
    sustained_on,
    earliest_on,
    left_open
FROM {{ Identifier("state_" ~ measure.measure | lower) }}
{%+ if not loop.last %}UNION ALL{% endif %}

{% endfor %};

-- An outcome is the worst of its measures that apply; where the plan says "an adult", the best of them.
DROP TABLE IF EXISTS outcome_state;
CREATE TABLE outcome_state AS
WITH how AS (
{% for problem, outcome in outcomes %}
    SELECT {{ outcome.outcome }} AS outcome_id, {{ outcome.combine == "best" }} AS takes_best
    {%+ if not loop.last %}UNION ALL{% endif %}

{% endfor %}
),

ranked AS (
    SELECT
        state.family_id,
        state.problem_id,
        state.outcome_id,
        state.status,
        how.takes_best,
        state.sustained_on,
        CASE WHEN how.takes_best THEN -1 ELSE 1 END * {{ say.place("state.status", statuses, 99) }} AS badness
    FROM measure_state AS state
    INNER JOIN how ON state.outcome_id = how.outcome_id
    WHERE NOT state.shadow
),

picked AS (
    SELECT
        family_id,
        problem_id,
        outcome_id,
        takes_best,
        MIN(CASE WHEN status <> 'not_applicable' THEN badness END) AS badness,
        MAX(CASE WHEN status = 'sustained' THEN sustained_on END) AS latest,
        MIN(CASE WHEN status = 'sustained' THEN sustained_on END) AS earliest
    FROM ranked
    GROUP BY family_id, problem_id, outcome_id, takes_best
)

SELECT
    family_id,
    outcome_id,
    problem_id,
    CASE CASE WHEN takes_best THEN -badness ELSE badness END{% for status in statuses %} WHEN {{ loop.index }} THEN {{ status }}{% endfor %} ELSE 'not_applicable' END AS status,
    CASE
        WHEN CASE WHEN takes_best THEN -badness ELSE badness END = {{ statuses | length }}
            THEN CASE WHEN takes_best THEN earliest ELSE latest END
    END AS sustained_on
FROM picked;

-- A problem is the worst of its outcomes. It applies where a measure has a baseline or an assessed need; a measure
-- that step 1 left open counts for none.
DROP TABLE IF EXISTS problem_state;
CREATE TABLE problem_state AS
WITH applies AS (
    SELECT
        family_id,
        problem_id,
        MAX(CASE WHEN status <> 'not_applicable' AND NOT left_open THEN 1 ELSE 0 END) AS applies
    FROM measure_state
    WHERE NOT shadow
    GROUP BY family_id, problem_id
),

worst AS (
    SELECT
        family_id,
        problem_id,
        MIN(CASE WHEN status <> 'not_applicable' THEN {{ say.place("status", statuses, 99) }} END) AS badness,
        MAX(sustained_on) AS sustained_on
    FROM outcome_state
    GROUP BY family_id, problem_id
)

SELECT
    worst.family_id,
    worst.problem_id,
    applies.applies = 1 AS applicable,
    CASE worst.badness{% for status in statuses %} WHEN {{ loop.index }} THEN {{ status }}{% endfor %} ELSE 'not_applicable' END AS status,
    CASE WHEN worst.badness = {{ statuses | length }} THEN worst.sustained_on END AS sustained_on
FROM worst
INNER JOIN applies ON worst.family_id = applies.family_id AND worst.problem_id = applies.problem_id;

-- The attendance gate: the last terms that end on or before the attendance measure's cut-off, whenever the family was engaged.
DROP TABLE IF EXISTS gate_term;
CREATE TABLE gate_term AS
WITH ended AS (
    SELECT
        term.academic_year,
        term.term,
        term.starts_on,
        term.ends_on,
        term.year_starts_on,
        k.cut_off,
        {{ say.add_days("k.cut_off", -1) }} AS last_day,
        ROW_NUMBER() OVER (ORDER BY term.ends_on DESC) AS newness
    FROM term
    INNER JOIN measure_cut_off AS k ON k.measure_id = {{ gate.measure }} AND term.ends_on <= k.cut_off
)

SELECT *
FROM ended
WHERE newness <= {{ programme.gate_terms }};

DROP TABLE IF EXISTS gate_pupil;
CREATE TABLE gate_pupil AS
SELECT
    person.family_id,
    person.person_ref,
    gate_term.academic_year,
    gate_term.term,
    {{ say.compulsory("person.date_of_birth", "gate_term") }} AS compulsory
FROM person
CROSS JOIN gate_term
INNER JOIN membership
    ON
        person.family_id = membership.family_id
        AND person.person_ref = membership.person_ref
        AND membership.joined_on <= gate_term.last_day
        AND membership.left_after > gate_term.last_day
WHERE {{ say.age("person.date_of_birth", "gate_term.last_day") }} < {{ programme.child_below_age }};

DROP TABLE IF EXISTS gate_sessions;
CREATE TABLE gate_sessions AS
SELECT
    record.person_ref,
    record.academic_year,
    record.term,
    SUM(record.sessions_possible) AS possible,
    SUM(record.sessions_unauthorised) AS unauthorised
FROM {{ Identifier(gate.feed) }} AS record
INNER JOIN gate_term ON record.academic_year = gate_term.academic_year AND record.term = gate_term.term
GROUP BY record.person_ref, record.academic_year, record.term;

DROP TABLE IF EXISTS gate_attended;
CREATE TABLE gate_attended AS
SELECT
    gate_pupil.family_id,
    gate_pupil.person_ref,
    gate_pupil.academic_year,
    gate_pupil.term,
    gate_pupil.compulsory,
    COALESCE(gate_sessions.possible, 0) AS possible,
    COALESCE(gate_sessions.unauthorised, 0) AS unauthorised
FROM gate_pupil
LEFT JOIN gate_sessions
    ON
        gate_pupil.person_ref = gate_sessions.person_ref
        AND gate_pupil.academic_year = gate_sessions.academic_year
        AND gate_pupil.term = gate_sessions.term;

DROP TABLE IF EXISTS attendance_gate;
CREATE TABLE attendance_gate AS
WITH pupil AS (
    SELECT
        family_id,
        person_ref,
        SUM(CASE WHEN compulsory AND possible = 0 THEN 1 ELSE 0 END) AS terms_without_record,
        SUM(possible) AS possible,
        SUM(unauthorised) AS unauthorised
    FROM gate_attended
    GROUP BY family_id, person_ref
    HAVING SUM(CASE WHEN compulsory THEN 1 ELSE 0 END) > 0
)

SELECT
    attended.family_id,
    attended.person_ref,
    attended.academic_year,
    attended.term,
    attended.possible AS sessions_possible,
    attended.unauthorised AS sessions_unauthorised,
    attended.compulsory,
    pupil.terms_without_record = 0 AND 100 * pupil.unauthorised < {{ programme.gate_percent }} * pupil.possible AS passes,
    pupil.terms_without_record,
    pupil.unauthorised - FLOOR(({{ programme.gate_percent }} * pupil.possible - 1) / 100.0) AS sessions_over
FROM gate_attended AS attended
INNER JOIN pupil ON attended.family_id = pupil.family_id AND attended.person_ref = pupil.person_ref;

DROP TABLE IF EXISTS family_gate;
CREATE TABLE family_gate AS
WITH judged AS (
    SELECT
        family_id,
        MAX(CASE WHEN passes THEN 0 ELSE 1 END) AS one_fails,
        MAX(CASE WHEN terms_without_record > 0 THEN 1 ELSE 0 END) AS one_lacks,
        MAX(CASE WHEN terms_without_record = 0 AND NOT passes THEN sessions_over END) AS sessions_over
    FROM attendance_gate
    GROUP BY family_id
),

undecided AS (
    SELECT DISTINCT families.family_id
    FROM families
    INNER JOIN membership ON families.family_id = membership.family_id AND membership.left_after > families.engaged_on
    INNER JOIN undecided_match ON membership.person_ref = undecided_match.person_ref AND undecided_match.feed = {{ gate.feed }}
),

decided AS (
    SELECT
        family_id,
        verdict,
        ROW_NUMBER() OVER (PARTITION BY family_id ORDER BY decided_on DESC) AS newness
    FROM decisions
    WHERE measure_id = 'attendance_gate' AND decided_on <= {{ as_of }}
),

found AS (
    SELECT
        families.family_id,
        judged.family_id IS NOT NULL AS one_judged,
        judged.sessions_over,
        decided.verdict IS NOT NULL AS is_decided,
        CASE
            WHEN undecided.family_id IS NOT NULL THEN 'undecided_match'
            WHEN k.stale THEN 'feed_stale'
            WHEN judged.one_lacks = 1 THEN 'no_record'
            WHEN judged.one_fails = 1 THEN 'fails'
        END AS why,
        CASE
            WHEN families.assessed_on <= {{ as_of }} AND families.plan_agreed_on <= {{ as_of }}
                THEN GREATEST(families.assessed_on, families.plan_agreed_on)
        END AS practice_day,
        COALESCE(families.assessed_on <= {{ as_of }} AND families.plan_agreed_on <= {{ as_of }} AND families.has_lead_worker, FALSE) AS practice_gate
    FROM families
    INNER JOIN measure_cut_off AS k ON k.measure_id = {{ gate.measure }}
    LEFT JOIN judged ON families.family_id = judged.family_id
    LEFT JOIN undecided ON families.family_id = undecided.family_id
    LEFT JOIN decided ON families.family_id = decided.family_id AND decided.newness = 1 AND decided.verdict <> 'no_progress'
)

SELECT
    family_id,
    is_decided OR why IS NULL AS attendance_gate,
    CASE WHEN one_judged THEN (SELECT MAX(ends_on) FROM gate_term) END AS newest_term_ended_on,
    CASE
        WHEN is_decided OR why IS NULL THEN NULL
        WHEN why = 'undecided_match' THEN 'review'
        WHEN why = 'fails' THEN 'no_progress'
        ELSE 'awaiting_evidence'
    END AS status,
    CASE WHEN is_decided OR why = 'fails' THEN NULL ELSE why END AS reason_code,
    CASE WHEN NOT is_decided AND why = 'fails' THEN sessions_over END AS gap,
    practice_day,
    practice_gate
FROM found;

-- Who may claim at all, and who has claimed already.
DROP TABLE IF EXISTS family_standing;
CREATE TABLE family_standing AS
WITH child AS (
    SELECT DISTINCT families.family_id
    FROM families
    INNER JOIN membership
        ON
            families.family_id = membership.family_id
            AND membership.joined_on <= families.engaged_on
            AND membership.left_after > families.engaged_on
    INNER JOIN person ON membership.family_id = person.family_id AND membership.person_ref = person.person_ref
    WHERE {{ say.age("person.date_of_birth", "families.engaged_on") }} < {{ programme.child_below_age }}
),

counted AS (
    SELECT
        family_id,
        SUM(CASE WHEN applicable THEN 1 ELSE 0 END) AS problem_count,
        MAX(sustained_on) AS sustained_on
    FROM problem_state
    GROUP BY family_id
),

claimed AS (
    SELECT family_id FROM claims_history WHERE claimed_on <= {{ as_of }}
    UNION
    SELECT family_id FROM prior_claim WHERE as_of < {{ as_of }}
)

SELECT
    families.family_id,
    families.engaged_on,
    counted.problem_count,
    counted.sustained_on AS problems_sustained_on,
    counted.problem_count >= {{ programme.problems_needed }} AND child.family_id IS NOT NULL AS eligible,
    claimed.family_id IS NOT NULL AS already_claimed
FROM families
INNER JOIN counted ON families.family_id = counted.family_id
LEFT JOIN child ON families.family_id = child.family_id
LEFT JOIN claimed ON families.family_id = claimed.family_id;
