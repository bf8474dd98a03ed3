{# bi.time_to_claim: how long it takes from engagement to a result. #}
{% import "bi/disclosure.sql" as disclosure %}
{% set cells %}
    SELECT spell.result_type, bucket.months, count(*) AS families, FALSE AS fixed, FALSE AS hidden_elsewhere
    FROM (
        SELECT c.result_type, (
            extract(YEAR FROM age(c.claimable_on, f.engaged_on)) * 12 + extract(MONTH FROM age(c.claimable_on, f.engaged_on))
        )::integer AS months
        FROM claims.claim AS c
        INNER JOIN claims.family_state AS f ON c.as_of = f.as_of AND c.family_id = f.family_id
        WHERE c.status NOT IN ('withdrawn', 'rejected')
    ) AS spell
    CROSS JOIN LATERAL (
        VALUES ('all'), (
            CASE
                WHEN spell.months < 6 THEN '0 to 5'
                WHEN spell.months < 12 THEN '6 to 11'
                WHEN spell.months < 18 THEN '12 to 17'
                WHEN spell.months < 24 THEN '18 to 23'
                ELSE '24 and more'
            END
        )
    ) AS bucket (months)
    GROUP BY spell.result_type, bucket.months
{% endset %}
CREATE OR REPLACE VIEW bi.time_to_claim WITH (security_barrier) AS
SELECT
    cell.result_type,
    cell.months,
    cell.shown AS families,
    cell.hidden AS suppressed,
    {{ disclosure.rate("cell.shown", "max(cell.shown) FILTER (WHERE cell.months = 'all') OVER (PARTITION BY cell.result_type)") }}
        AS rate
FROM (
    SELECT counted.*, {{ disclosure.shown("counted.families", "counted.hidden") }} AS shown
    FROM ({{ disclosure.control(cells, [("result_type", "months = 'all'")], "result_type", "months") }}) AS counted
) AS cell;

{{ disclosure.comments("time_to_claim", "Whole months from engagement to the day on which a claimed result was reached. Small numbers are suppressed, others rounded.", {
    "result_type": "The result.",
    "months": "Whole months, or all.",
    "families": "How many, rounded; null where suppressed.",
    "suppressed": "Whether the number is too small to show, or would give one away.",
    "rate": "The share of the result's claims, in percent, of the rounded numbers; null where either is suppressed.",
}) }}
