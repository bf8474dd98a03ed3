{#
So many weeks of work off benefit within the last so many (rules, 4A, `within_weeks`), for the job seekers who are in
work and off benefit on the last day. A day counts on which both are so; what is so on the last day is taken to go on.

The days of the newest stretch, and those of the stretches before it as far back as the days in between that do not
count are few enough, count together: it is true from the day on which they are enough, and at the earliest from the
day after the newest stretch began.
#}
{% set asked = p.job_seeker_weeks * 7 %}
{% set window = p.within_weeks * 7 %}
DROP TABLE IF EXISTS {{ t("stretch") }};
CREATE TABLE {{ t("stretch") }} AS
WITH seeker AS (
    SELECT
        c.family_id,
        c.person_ref,
        c.cut_off
    FROM {{ t("claimant") }} AS c
    INNER JOIN {{ t("spell") }} AS spell
        ON c.family_id = spell.family_id AND c.person_ref = spell.person_ref AND spell.ended_after > c.last_day
    WHERE c.job_seeker = 1{% if p.must_end %} AND c.open_now = 0{% endif %}

),

{% if p.must_end %}
benefit AS (
    SELECT
        seeker.family_id,
        seeker.person_ref,
        r.record_key,
        r.began_on,
        {{ say.end_after("r.ended_on") }} AS ended_after
    FROM seeker
    INNER JOIN {{ Identifier(p.baseline_feed) }} AS r
        ON seeker.person_ref = r.person_ref AND r.began_on < seeker.cut_off AND {{ say.matches("r", p.baseline) }}
),

-- Between the end of all benefits so far and the beginning of the next; empty where they overlap.
free AS (
    SELECT
        family_id,
        person_ref,
        MAX(ended_after) OVER (
            PARTITION BY family_id, person_ref
            ORDER BY began_on, record_key
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS began_on,
        COALESCE(
            LEAD(began_on) OVER (PARTITION BY family_id, person_ref ORDER BY began_on, record_key), {{ say.forever() }}
        ) AS ended_after
    FROM benefit
    UNION ALL
    SELECT
        family_id,
        person_ref,
        DATE '0001-01-01' AS began_on,
        MIN(began_on) AS ended_after
    FROM benefit
    GROUP BY family_id, person_ref
)
{% else %}
free AS (
    SELECT
        family_id,
        person_ref,
        DATE '0001-01-01' AS began_on,
        {{ say.forever() }} AS ended_after
    FROM seeker
)
{% endif %}

SELECT
    seeker.family_id,
    seeker.person_ref,
    GREATEST(spell.began_on, free.began_on) AS began_on,
    LEAST(spell.ended_after, free.ended_after, seeker.cut_off) AS ended_after
FROM seeker
INNER JOIN {{ t("spell") }} AS spell ON seeker.family_id = spell.family_id AND seeker.person_ref = spell.person_ref
INNER JOIN free ON seeker.family_id = free.family_id AND seeker.person_ref = free.person_ref
WHERE GREATEST(spell.began_on, free.began_on) < LEAST(spell.ended_after, free.ended_after, seeker.cut_off);

DROP TABLE IF EXISTS {{ t("within") }};
CREATE TABLE {{ t("within") }} AS
WITH placed AS (
    SELECT
        family_id,
        person_ref,
        began_on,
        {{ say.days_between("began_on", "ended_after") }} AS days,
        MAX(began_on) OVER (PARTITION BY family_id, person_ref) AS newest_on
    FROM {{ t("stretch") }}
),

counted AS (
    SELECT
        family_id,
        person_ref,
        began_on,
        newest_on,
        SUM(CASE WHEN began_on < newest_on THEN days ELSE 0 END) OVER (
            PARTITION BY family_id, person_ref
            ORDER BY began_on
            ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
        ) AS days_before_newest
    FROM placed
),

carried AS (
    SELECT
        family_id,
        person_ref,
        newest_on,
        {{ asked }} - MAX(days_before_newest) AS days_wanted
    FROM counted
    WHERE {{ say.days_between("began_on", "newest_on") }} - days_before_newest <= {{ window - asked }}
    GROUP BY family_id, person_ref, newest_on
)

SELECT
    family_id,
    person_ref,
    CAST(
        newest_on + CAST(CASE WHEN days_wanted > 1 THEN days_wanted ELSE 1 END AS INTEGER) * INTERVAL '1 day' AS DATE
    ) AS due
FROM carried;
