{#- The rows that were set aside, a line a broken rule, with what the file said. One whose record a later day's delivery
    has put right or withdrawn already is recorded as resolved. -#}
INSERT INTO operations.quarantine (
    delivery_id, feed, row_number, column_name, rule, value, whole_row, record_key,
    quarantined_at, resolved_by, resolved_at
)
SELECT
    {{ delivery.delivery_id }},
    {{ delivery.feed }},
    f.row_number,
    f.column_name,
    f.rule,
    coalesce(s.ragged, to_jsonb(s) ->> f.column_name),
    to_jsonb(s) - 'row_number' - 'ragged',
    t.record_key,
    {{ instant }},
    coalesce({{ resolved_by }}, c.confirmed_by),
    CASE WHEN coalesce({{ resolved_by }}, c.confirmed_by) IS NULL THEN 'infinity' ELSE {{ instant }} END
FROM {{ failing }} AS f
INNER JOIN {{ staged }} AS s ON s.row_number = f.row_number
INNER JOIN {{ typed }} AS t ON t.row_number = f.row_number
LEFT JOIN {{ core }} AS c
    ON
        f.resolvable
        AND c.record_key = t.record_key
        AND c.supplier = {{ delivery.supplier }}
        AND c.known_to = 'infinity'
        AND (c.delivered_through, c.confirmed_by) > ({{ delivery.complete_through }}, {{ delivery.delivery_id }});
