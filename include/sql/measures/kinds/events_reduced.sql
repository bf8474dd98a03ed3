{#
# Events reduced by a share and held for some months (1A, 1B, 1C, 5A): rules, "events reduced by a share".
arithmetic: >-
  {baseline_value} counted in the {months} months before engagement on {engaged_on}. A reduction of {reduction_percent}%
  leaves at most {allowed_value} (rounded down). {current_value} counted from engagement on, in the {months} months before
  {cut_off}; an event stops counting {months} months after the day that follows it.
parameters:
  reduction_percent: {type: integer, minimum: 0, maximum: 100}
  months: {type: integer, minimum: 1}
  minimum_baseline: {type: integer, minimum: 1}
  needs_flag: {type: flag}
  sources: {type: sources}
  same_event: {type: mapping, optional: true}
#}
{% import "measures/macros.sql" as say with context %}
{% include "measures/case.sql" %}

-- Each row about somebody of the family, with its day and what became of it.
DROP TABLE IF EXISTS {{ t("event_row") }};
CREATE TABLE {{ t("event_row") }} AS
{% for source in p.sources %}
{% set limits = {"before": source.get("before"), "after": source.get("after")} %}
SELECT
    c.family_id,
    r.person_ref,
    {{ source.feed }} AS feed,
    r.record_key,
    r.event_ref,
    r.event_on,
    r.flagged,
    CASE
        WHEN r.event_on >= c.cut_off THEN 'on_or_after_cut_off'
        WHEN NOT r.counts AND NOT r.undecided THEN 'does_not_count'
{% if limits.before is none %}
        WHEN r.event_on < c.engaged_on THEN 'does_not_count'
{% endif %}
        WHEN at_event.person_ref IS NULL THEN 'not_a_member'
{% for phase, limit in limits.items() if limit %}
        WHEN r.event_on {{ Sql("<" if phase == "before" else ">=") }} c.engaged_on
            AND NOT COALESCE({{ say.aged("person.date_of_birth", "r.event_on", limit) }}, FALSE) THEN 'other_age'
{% endfor %}
        WHEN r.counts THEN 'counts'
        WHEN r.event_on >= c.engaged_on AND {{ say.add_months(say.add_days("r.event_on", 1), p.months) }} > c.cut_off
            THEN 'undecided'
        ELSE 'does_not_count'
    END AS standing
FROM {{ t("case") }} AS c
INNER JOIN person ON c.family_id = person.family_id
INNER JOIN (
    SELECT
        record.person_ref,
        record.record_key,
        {% for column in source.event %}CAST(record.{{ Identifier(column) }} AS TEXT){% if not loop.last %} || '|' || {% endif %}{% endfor %} AS event_ref,
{% if source.get("day_of_report") %}
{% set report = source.day_of_report %}
        COALESCE(record.{{ Identifier(source.day[0]) }}, reported.reported_on, record.{{ Identifier(report.up_to) }}) AS event_on,
{% else %}
        {{ say.first_of("record", source.day) }} AS event_on,
{% endif %}
{% if source.get("flag") and "is" in source.flag %}
        CASE WHEN record.{{ Identifier(source.flag.column) }} = {{ source.flag.is }} THEN 1 ELSE 0 END AS flagged,
{% elif source.get("flag") %}
        CASE WHEN record.{{ Identifier(source.flag.column) }} >= {{ source.flag.at_least }} THEN 1 ELSE 0 END AS flagged,
{% else %}
        0 AS flagged,
{% endif %}
        COALESCE({{ say.matches("record", source.get("where")) }}, FALSE) AS counts,
        COALESCE({{ say.matches("record", source.get("undecided"), "FALSE") }}, FALSE) AS undecided
    FROM {{ Identifier(source.feed) }} AS record
{% if source.get("day_of_report") %}
{% set report = source.day_of_report %}
    LEFT JOIN (
        SELECT
            referred.person_ref,
            referred.record_key,
            MAX({{ say.first_of("report", report.day) }}) AS reported_on
        FROM {{ Identifier(source.feed) }} AS referred
        INNER JOIN {{ Identifier(report.feed) }} AS report
            ON
                referred.person_ref = report.person_ref
                AND {{ say.first_of("report", report.day) }} <= referred.{{ Identifier(report.up_to) }}
                AND {{ say.first_of("report", report.day) }} >= {{ say.add_days("referred." ~ Identifier(report.up_to), -report.days) }}
        GROUP BY referred.person_ref, referred.record_key
    ) AS reported ON record.person_ref = reported.person_ref AND record.record_key = reported.record_key
{% endif %}
) AS r ON person.person_ref = r.person_ref
{{ say.member_on("at_event", "person", "CASE WHEN r.event_on < c.engaged_on THEN c.engaged_on ELSE r.event_on END") }}
{%+ if not loop.last %}UNION ALL{% endif %}

{% endfor %};

-- A reference is one event within its feed; its day is the earliest of its counted rows.
DROP TABLE IF EXISTS {{ t("event") }};
CREATE TABLE {{ t("event") }} AS
WITH reported AS (
    SELECT
        family_id,
        feed,
        event_ref,
        MIN(event_on) AS event_on,
        MAX(flagged) AS flagged
    FROM {{ t("event_row") }}
    WHERE standing = 'counts'
    GROUP BY family_id, feed, event_ref
),

reported_twice AS (
{% if p.same_event %}
    SELECT DISTINCT
        dropped.family_id,
        dropped.feed,
        dropped.event_ref
    FROM {{ t("event_row") }} AS dropped
    INNER JOIN {{ t("event_row") }} AS kept
        ON
            dropped.family_id = kept.family_id
            AND dropped.person_ref = kept.person_ref
            AND dropped.event_on = kept.event_on
    WHERE
        dropped.feed = {{ p.same_event.dropped }}
        AND kept.feed = {{ p.same_event.kept }}
        AND dropped.standing = 'counts'
        AND kept.standing = 'counts'
{% else %}
    SELECT
        family_id,
        feed,
        event_ref
    FROM {{ t("event_row") }}
    WHERE 1 = 0
{% endif %}
)

SELECT
    reported.family_id,
    reported.feed,
    reported.event_ref,
    reported.event_on,
    CASE
        WHEN reported_twice.event_ref IS NOT NULL THEN 'reported_twice'
        WHEN reported.event_on < c.engaged_on AND {{ say.add_months("reported.event_on", p.months) }} < c.engaged_on
            THEN 'outside_window'
{% if p.needs_flag %}
        WHEN reported.event_on < c.engaged_on AND reported.flagged = 0 THEN 'no_child_present'
{% endif %}
        WHEN reported.event_on < c.engaged_on THEN 'baseline'
        WHEN {{ say.add_months(say.add_days("reported.event_on", 1), p.months) }} <= c.cut_off THEN 'outside_window'
        ELSE 'progress'
    END AS counted_as
FROM reported
INNER JOIN {{ t("case") }} AS c ON reported.family_id = c.family_id
LEFT JOIN reported_twice
    ON
        reported.family_id = reported_twice.family_id
        AND reported.feed = reported_twice.feed
        AND reported.event_ref = reported_twice.event_ref;

DROP TABLE IF EXISTS {{ t("considered") }};
CREATE TABLE {{ t("considered") }} AS
SELECT
    r.family_id,
    r.feed,
    r.record_key,
    r.person_ref,
    r.event_on,
    CASE WHEN e.counted_as IN ('baseline', 'progress') THEN e.counted_as END AS counted_as,
    CASE WHEN e.counted_as IN ('baseline', 'progress') THEN NULL ELSE COALESCE(e.counted_as, r.standing) END AS left_out
FROM {{ t("event_row") }} AS r
LEFT JOIN {{ t("event") }} AS e
    ON r.standing = 'counts' AND r.family_id = e.family_id AND r.feed = e.feed AND r.event_ref = e.event_ref;

DROP TABLE IF EXISTS {{ t("subject") }};
CREATE TABLE {{ t("subject") }} AS
WITH counted AS (
    SELECT
        c.family_id,
        c.engaged_on,
        c.cut_off,
        SUM(CASE WHEN e.counted_as = 'baseline' THEN 1 ELSE 0 END) AS b,
        SUM(CASE WHEN e.counted_as = 'progress' THEN 1 ELSE 0 END) AS n,
        FLOOR(SUM(CASE WHEN e.counted_as = 'baseline' THEN 1 ELSE 0 END) * {{ 100 - p.reduction_percent }} / 100.0) AS a
    FROM {{ t("case") }} AS c
    INNER JOIN {{ t("event") }} AS e ON c.family_id = e.family_id
    GROUP BY c.family_id, c.engaged_on, c.cut_off
    HAVING SUM(CASE WHEN e.counted_as = 'baseline' THEN 1 ELSE 0 END) >= {{ p.minimum_baseline }}
),

-- The newest events since engagement: the (a+1)-th of them is the one that has to fall out of the window.
newest AS (
    SELECT
        e.family_id,
        e.event_on,
        ROW_NUMBER() OVER (PARTITION BY e.family_id ORDER BY e.event_on DESC, e.feed, e.event_ref) AS newness
    FROM {{ t("event") }} AS e
    INNER JOIN {{ t("case") }} AS c ON e.family_id = c.family_id AND e.event_on >= c.engaged_on
    WHERE e.counted_as <> 'reported_twice'
),

due AS (
    SELECT
        counted.family_id,
        counted.cut_off,
        counted.b,
        counted.n,
        counted.a,
        {{ say.add_months(
            "CASE WHEN newest.event_on IS NULL THEN counted.engaged_on ELSE " ~ say.add_days("newest.event_on", 1) ~ " END",
            p.months) }} AS due,
        undecided.family_id IS NOT NULL AS is_undecided
    FROM counted
    LEFT JOIN newest ON counted.family_id = newest.family_id AND newest.newness = counted.a + 1
    LEFT JOIN (
        SELECT DISTINCT family_id
        FROM {{ t("event_row") }}
        WHERE standing = 'undecided'
    ) AS undecided ON counted.family_id = undecided.family_id
)

SELECT
    family_id,
    '' AS person_ref,
    '' AS detail,
    TRUE AS judged,
    CASE
        WHEN n > a THEN 'no_progress'
        WHEN is_undecided THEN 'review'
        WHEN due <= cut_off THEN 'sustained'
        ELSE 'significant'
    END AS status,
    CASE WHEN n <= a AND is_undecided THEN 'pending_outcome' END AS reason_code,
    CAST(b AS NUMERIC(12, 0)) AS baseline_value,
    CAST(n AS NUMERIC(12, 0)) AS current_value,
    CAST(a AS NUMERIC(12, 0)) AS allowed_value,
    CAST(n - a AS NUMERIC(12, 0)) AS gap,
    due AS sustained_on,
    due AS earliest_on
FROM due;
