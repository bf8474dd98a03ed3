{# The cells of bi.programme_summary with `hidden`, for that view and for those whose totals they are. #}
{% import "bi/disclosure.sql" as disclosure %}
{% set cells %}
    SELECT counted.as_of, counted.district, indicator.indicator, indicator.families,
        FALSE AS fixed, FALSE AS hidden_elsewhere
    FROM (
        SELECT s.as_of, place.district,
            count(*) AS all_families,
            count(*) FILTER (WHERE s.eligible) AS eligible,
            count(*) FILTER (WHERE s.already_claimed) AS already_claimed,
            count(*) FILTER (WHERE NOT s.already_claimed AND s.result_type IS NOT NULL) AS claimable,
            count(*) FILTER (WHERE NOT s.already_claimed AND s.result_type IS NULL) AS in_progress
        FROM claims.family_state AS s
        CROSS JOIN LATERAL (VALUES ('all'), (coalesce(s.district, 'not recorded'))) AS place (district)
        GROUP BY s.as_of, place.district
    ) AS counted
    CROSS JOIN LATERAL (
        VALUES ('families', counted.all_families), ('eligible', counted.eligible),
            ('already_claimed', counted.already_claimed), ('claimable', counted.claimable),
            ('in_progress', counted.in_progress)
    ) AS indicator (indicator, families)
{% endset %}
{{ disclosure.control(
    cells,
    [("as_of, district, indicator = 'eligible'", "indicator = 'families'"), ("as_of, indicator", "district = 'all'")],
    "as_of",
    "indicator, district"
) }}
