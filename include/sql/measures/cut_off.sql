{#
How far each measure can see: the cut-off c, the smaller of `as_of` and the day after the oldest day through which the
feeds that it reads are complete; null where one was never delivered (rules, conventions). `stale`: c is further
behind than the measure allows.
#}
{% import "measures/macros.sql" as say with context %}
DROP TABLE IF EXISTS measure_cut_off;
CREATE TABLE measure_cut_off AS
WITH reads AS (
{% for measure in plan.answered %}
{% for feed in measure.reads %}
    SELECT {{ measure.measure }} AS measure_id, {{ feed }} AS feed, {{ measure.terms["stale_after_days"] }} AS stale_after_days
    {%+ if not loop.last %}UNION ALL{% endif %}

{% endfor %}
    {%+ if not loop.last %}UNION ALL{% endif %}

{% endfor %}
),

seen AS (
    SELECT
        reads.measure_id,
        MIN(reads.stale_after_days) AS stale_after_days,
        CASE
            WHEN COUNT(*) > COUNT(coverage.complete_through) THEN NULL
            WHEN {{ say.add_days("MIN(coverage.complete_through)", 1) }} < {{ as_of }}
                THEN {{ say.add_days("MIN(coverage.complete_through)", 1) }}
            ELSE {{ as_of }}
        END AS cut_off
    FROM reads
    LEFT JOIN coverage ON reads.feed = coverage.feed
    GROUP BY reads.measure_id
)

SELECT
    measure_id,
    cut_off,
    CASE
        WHEN cut_off IS NULL THEN TRUE
        ELSE {{ say.days_between("cut_off", as_of) }} > stale_after_days
    END AS stale
FROM seen;
