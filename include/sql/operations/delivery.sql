{#- What became of a file: recorded in the transaction that stores its rows. A held one that is released is told
    anew. -#}
INSERT INTO operations.delivery (
    delivery_id, feed, supplier, file, sha256, covers_from, complete_through, received_at, stamp,
    rows_read, rows_loaded, rows_unchanged, rows_superseded, rows_quarantined, rows_withdrawn,
    unknown_columns, outcome, reason, run_id, loaded_at
)
OVERRIDING SYSTEM VALUE
VALUES (
    {{ delivery.delivery_id }},
    {{ delivery.feed }},
    {{ delivery.supplier }},
    {{ delivery.file }},
    {{ delivery.sha256 }},
    {{ delivery.covers_from }},
    {{ delivery.complete_through }},
    {{ delivery.received_at }},
    {{ delivery.stamp }},
    {{ rows.read }},
    {{ rows.loaded }},
    {{ rows.unchanged }},
    {{ rows.superseded }},
    {{ rows.quarantined }},
    {{ rows.withdrawn }},
    ARRAY[{% for name in unknown_columns %}{{ name }}{% if not loop.last %}, {% endif %}{% endfor %}]::text[],
    {{ outcome }},
    {{ reason }},
    {{ delivery.run_id }},
    {{ loaded_at }}
)
ON CONFLICT (delivery_id) DO UPDATE SET
    stamp = excluded.stamp,
    rows_read = excluded.rows_read,
    rows_loaded = excluded.rows_loaded,
    rows_unchanged = excluded.rows_unchanged,
    rows_superseded = excluded.rows_superseded,
    rows_quarantined = excluded.rows_quarantined,
    rows_withdrawn = excluded.rows_withdrawn,
    unknown_columns = excluded.unknown_columns,
    outcome = excluded.outcome,
    reason = excluded.reason,
    run_id = excluded.run_id,
    loaded_at = excluded.loaded_at;
