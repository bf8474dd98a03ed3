{#- One row a feed: the oldest of its suppliers' last complete days, as known at an instant; NULL if one never
    delivered. -#}
SELECT
    feed,
    CASE WHEN count(complete_through) = count(*) THEN min(complete_through) END AS complete_through
FROM (
{% include "operations/supplier_coverage.sql" %}

) AS by_supplier
GROUP BY feed
