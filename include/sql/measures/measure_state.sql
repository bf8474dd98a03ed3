{#
The answer for every family and one measure, decided in the order of rules.md ("The answer for one family and one
measure"): the deciding person's answer (worst or best), what leaves it open, what holds it for a person to judge, and
the decision that resolves it. `left_open`: step 1 left it open, so that it counts towards no problem.
#}
{% import "measures/macros.sql" as say with context %}
{% set best = measure.combine == "best" %}
DROP TABLE IF EXISTS {{ t("state") }};
CREATE TABLE {{ t("state") }} AS
WITH ranked AS (
    SELECT
        family_id,
        person_ref,
        status,
        reason_code,
        baseline_value,
        current_value,
        allowed_value,
        gap,
        sustained_on,
        earliest_on,
        ROW_NUMBER() OVER (
            PARTITION BY family_id
            ORDER BY
                {{ say.place("status", statuses, 0) }} {{ Sql("DESC" if best else "ASC") }},
                {{ say.place("reason_code", reasons, 99) }},
                COALESCE(CASE status WHEN 'sustained' THEN sustained_on WHEN 'significant' THEN earliest_on WHEN 'no_progress' THEN earliest_on END,
                    {{ say.forever() }}) {{ Sql("ASC" if best else "DESC") }},
                person_ref,
                detail
        ) AS place
    FROM {{ t("subject") }}
    WHERE judged
),

with_baseline AS (
    SELECT DISTINCT family_id
    FROM {{ t("subject") }}
),

needed AS (
    SELECT DISTINCT family_id
    FROM needs
    WHERE measure_id = {{ measure.measure }} AND identified_on <= {{ as_of }}
),

-- Who might still be somebody else: an undecided match, or a row in quarantine, of a person who was a member from engagement on.
held AS (
    SELECT
        families.family_id,
        MAX(CASE WHEN hold.why = 'undecided_match' THEN 1 ELSE 0 END) AS is_undecided
    FROM families
    INNER JOIN membership ON families.family_id = membership.family_id AND membership.left_after > families.engaged_on
    INNER JOIN (
        SELECT person_ref, feed, 'undecided_match' AS why FROM undecided_match
        UNION ALL
        SELECT person_ref, feed, 'quarantined_record' AS why FROM quarantined_record
    ) AS hold ON membership.person_ref = hold.person_ref AND hold.feed IN {{ measure.reads }}
    GROUP BY families.family_id
),

decided AS (
    SELECT
        family_id,
        verdict,
        sustained_on,
        ROW_NUMBER() OVER (PARTITION BY family_id ORDER BY decided_on DESC) AS newness
    FROM decisions
    WHERE measure_id = {{ measure.measure }} AND decided_on <= {{ as_of }}
),

stepped AS (
    SELECT
        families.family_id,
        families.engaged_on,
        measure_cut_off.cut_off,
        COALESCE(measure_cut_off.cut_off <= families.engaged_on, TRUE) AS left_open,
        with_baseline.family_id IS NOT NULL AS has_baseline,
        held.is_undecided,
        ranked.place IS NOT NULL AS is_judged,
        ranked.status AS judged_status,
        ranked.reason_code AS judged_reason,
        ranked.baseline_value,
        ranked.current_value,
        ranked.allowed_value,
        ranked.gap,
        ranked.sustained_on,
        ranked.earliest_on,
        CASE
            WHEN measure_cut_off.cut_off IS NULL OR measure_cut_off.cut_off <= families.engaged_on THEN 'awaiting_evidence'
            WHEN with_baseline.family_id IS NULL AND needed.family_id IS NOT NULL THEN 'review'
            WHEN with_baseline.family_id IS NULL THEN 'not_applicable'
            WHEN measure_cut_off.stale THEN 'awaiting_evidence'
            WHEN ranked.place IS NULL THEN 'review'
{% if measure.rests_on_absence %}
            WHEN ranked.status IN ('significant', 'sustained') AND held.family_id IS NOT NULL THEN 'review'
{% endif %}
            ELSE ranked.status
        END AS status,
        CASE
            WHEN measure_cut_off.cut_off IS NULL OR measure_cut_off.cut_off <= families.engaged_on
                THEN CASE WHEN measure_cut_off.stale THEN 'feed_stale' ELSE 'too_early' END
            WHEN with_baseline.family_id IS NULL AND needed.family_id IS NOT NULL THEN 'need_not_evidenced'
            WHEN with_baseline.family_id IS NULL THEN NULL
            WHEN measure_cut_off.stale THEN 'feed_stale'
            WHEN ranked.place IS NULL THEN 'all_left'
{% if measure.rests_on_absence %}
            WHEN ranked.status IN ('significant', 'sustained') AND held.is_undecided = 1 THEN 'undecided_match'
            WHEN ranked.status IN ('significant', 'sustained') AND held.is_undecided = 0 THEN 'quarantined_record'
{% endif %}
            ELSE ranked.reason_code
        END AS reason_code
    FROM families
    INNER JOIN measure_cut_off ON measure_cut_off.measure_id = {{ measure.measure }}
    LEFT JOIN with_baseline ON families.family_id = with_baseline.family_id
    LEFT JOIN ranked ON families.family_id = ranked.family_id AND ranked.place = 1
    LEFT JOIN needed ON families.family_id = needed.family_id
    LEFT JOIN held ON families.family_id = held.family_id
),

answered AS (
    SELECT
        stepped.*,
        decided.sustained_on AS decided_sustained_on,
        CASE WHEN stepped.status = 'review' AND decided.verdict IS NOT NULL THEN decided.verdict ELSE stepped.status END AS final_status,
        CASE WHEN stepped.status = 'review' AND decided.verdict IS NOT NULL THEN 'decided' ELSE stepped.reason_code END AS final_reason
    FROM stepped
    LEFT JOIN decided ON stepped.family_id = decided.family_id AND decided.newness = 1
)

SELECT
    family_id,
    {{ measure.measure }} AS measure_id,
    {{ measure.problem }} AS problem_id,
    {{ measure.outcome }} AS outcome_id,
    final_status AS status,
    final_reason AS reason_code,
    {{ measure.shadow }} AS shadow,
    CASE WHEN final_status = 'not_applicable' THEN NULL ELSE baseline_value END AS baseline_value,
    CASE WHEN final_status IN ('not_applicable', 'awaiting_evidence') THEN NULL ELSE current_value END AS current_value,
    CASE WHEN final_status = 'not_applicable' THEN NULL ELSE allowed_value END AS allowed_value,
    CASE
        WHEN final_status = 'no_progress' AND final_reason IS NULL THEN gap
        WHEN final_status = 'significant' THEN {{ say.days_between("cut_off", "earliest_on") }}
        WHEN final_status = 'sustained' THEN 0
    END AS gap,
    CASE
        WHEN final_status = 'no_progress' AND final_reason IS NULL THEN {{ measure.gap_unit }}
        WHEN final_status = 'significant' AND earliest_on IS NOT NULL THEN 'days'
        WHEN final_status = 'sustained' THEN 'days'
    END AS gap_unit,
    cut_off,
    CASE
        WHEN final_status = 'sustained' AND final_reason = 'decided' THEN decided_sustained_on
        WHEN final_status = 'sustained' THEN sustained_on
    END AS sustained_on,
    CASE
        WHEN final_status = 'sustained' AND final_reason = 'decided' THEN decided_sustained_on
        WHEN final_status = 'sustained' THEN sustained_on
        WHEN final_status IN ('significant', 'no_progress') AND final_reason IS NULL THEN earliest_on
    END AS earliest_on,
    left_open
FROM answered;
