{#- How fresh each feed is on the day that is judged. A feed that is only proposed owes nothing yet, and is
    never late. -#}
DELETE FROM operations.feed_freshness;

INSERT INTO operations.feed_freshness (as_of, feed, complete_through, days_silent, days_allowed, late, run_id)
SELECT
    {{ as_of }},
    allowed.feed,
    coverage.complete_through,
    {{ as_of }} - coverage.complete_through,
    allowed.silent_days,
    NOT allowed.proposed AND coalesce({{ as_of }} - coverage.complete_through > allowed.silent_days, true),
    {{ run_id }}
FROM (
{% for contract in contracts %}
    SELECT {{ contract.feed }} AS feed, {{ contract.silent_days }} AS silent_days, {{ contract.proposed }} AS proposed
    {%+ if not loop.last %}UNION ALL{% endif %}

{% endfor %}
) AS allowed
INNER JOIN (
{% include "operations/coverage.sql" %}

) AS coverage ON coverage.feed = allowed.feed
RETURNING feed, complete_through, days_silent, days_allowed, late;
