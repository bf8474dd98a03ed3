{#- Rows that say what is known already: the newer delivery vouches for it, and no new version is made. -#}
{%- from "raw/accepted.sql" import accepted -%}
UPDATE {{ core }} AS c
SET delivered_through = {{ delivery.complete_through }}, confirmed_by = {{ delivery.delivery_id }}
FROM ({{ accepted(typed, failing) }}) AS t
WHERE
    c.record_key = t.record_key
    AND c.supplier = {{ delivery.supplier }}
    AND c.known_to = 'infinity'
    AND c.row_sha256 = t.row_sha256
    AND (c.delivered_through, c.confirmed_by) < ({{ delivery.complete_through }}, {{ delivery.delivery_id }});
