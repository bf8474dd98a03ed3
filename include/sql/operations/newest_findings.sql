{#- What was found in the newest file of each feed and supplier that was checked. -#}
WITH checked AS (
    SELECT DISTINCT ON (d.feed, d.supplier)
        d.delivery_id,
        d.feed,
        d.supplier,
        d.file,
        d.outcome,
        d.received_at,
        d.rows_read
    FROM operations.delivery AS d
    WHERE EXISTS (SELECT FROM operations.validation AS v WHERE v.delivery_id = d.delivery_id)
    ORDER BY d.feed, d.supplier, d.complete_through DESC, d.delivery_id DESC
)

SELECT
    c.delivery_id,
    c.feed,
    c.supplier,
    c.file,
    c.outcome,
    c.received_at,
    c.rows_read,
    v.expectation,
    v.unexpected_count
FROM checked AS c
INNER JOIN operations.validation AS v ON v.delivery_id = c.delivery_id
ORDER BY c.feed, c.supplier, v.expectation;
