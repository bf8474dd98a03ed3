{#- Versions that end because this delivery has a newer word on their key. -#}
{%- from "raw/accepted.sql" import accepted -%}
UPDATE {{ core }} AS c
SET known_to = {{ instant }}
FROM ({{ accepted(typed, failing) }}) AS t
WHERE
    c.record_key = t.record_key
    AND c.supplier = {{ delivery.supplier }}
    AND c.known_to = 'infinity'
    AND c.row_sha256 <> t.row_sha256
    AND (c.delivered_through, c.confirmed_by) < ({{ delivery.complete_through }}, {{ delivery.delivery_id }});
