{#- Rows set aside from earlier deliveries, about records that this one accepts or withdraws. A snapshot says the whole
    truth, so it settles all of them; what is still wrong has been set aside anew. -#}
{%- from "raw/accepted.sql" import accepted -%}
UPDATE operations.quarantine AS q
SET resolved_by = {{ delivery.delivery_id }}, resolved_at = {{ instant }}
FROM operations.delivery AS d
WHERE
    d.delivery_id = q.delivery_id
    AND d.supplier = {{ delivery.supplier }}
    AND q.feed = {{ delivery.feed }}
    AND q.resolved_at = 'infinity'
    AND (d.complete_through, d.delivery_id) < ({{ delivery.complete_through }}, {{ delivery.delivery_id }})
{% if not contract.snapshot %}
    AND EXISTS (SELECT FROM ({{ accepted(typed, failing) }}) AS t WHERE t.record_key = q.record_key)
{% endif %};
