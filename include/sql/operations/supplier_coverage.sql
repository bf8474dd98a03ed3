{#- The last day up to which each supplier of a feed had delivered without a hole, from its earliest delivery
    on, as known at an instant; NULL if it never had. A snapshot says everything up to its day. Rejected and
    held files cover nothing. -#}
WITH expected (feed, supplier, snapshot) AS (
    VALUES
{% for contract in contracts %}
{% set last = loop.last %}
{% for supplier in contract.suppliers or ("",) %}
        ({{ contract.feed }}, {{ supplier }}, {{ contract.snapshot }}){% if not (last and loop.last) %},{% endif %}

{% endfor %}
{% endfor %}
),

accepted AS (
    SELECT
        e.feed,
        e.supplier,
        e.snapshot,
        d.delivery_id,
        d.covers_from,
        d.complete_through
    FROM expected AS e
    INNER JOIN operations.delivery AS d ON d.feed = e.feed AND d.supplier = e.supplier
    WHERE d.outcome IN ('loaded', 'superseded') AND d.loaded_at <= {{ known_at }}
),

in_order AS (
    SELECT
        *,
        max(complete_through) OVER (
            PARTITION BY feed, supplier
            ORDER BY covers_from, complete_through, delivery_id
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS covered_before
    FROM accepted
),

first_hole AS (
    SELECT
        feed,
        supplier,
        min(covers_from) AS resumes_on
    FROM in_order
    WHERE NOT snapshot AND covers_from > covered_before + 1
    GROUP BY feed, supplier
)

SELECT
    e.feed,
    e.supplier,
    max(a.complete_through) AS complete_through
FROM expected AS e
LEFT JOIN first_hole AS h ON h.feed = e.feed AND h.supplier = e.supplier
LEFT JOIN accepted AS a
    ON
        a.feed = e.feed
        AND a.supplier = e.supplier
        AND (h.resumes_on IS NULL OR a.covers_from < h.resumes_on)
GROUP BY e.feed, e.supplier
