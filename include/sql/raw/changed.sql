{#- Rows that change what may not change about a record that is known and not withdrawn. -#}
UPDATE {{ typed }} AS t
SET
{% for check in checks %}
    {{ Identifier(check.rule) }} = nullif(t.{{ Identifier(check.column) }} IS DISTINCT FROM c.{{ Identifier(check.column) }}, false){% if not loop.last %},{% endif %}

{% endfor %}
FROM {{ core }} AS c
WHERE
    c.record_key = t.record_key
    AND c.supplier = {{ delivery.supplier }}
    AND c.known_to = 'infinity'
    AND NOT c.withdrawn
    AND NOT t.withdrawn
    AND ({% for check in checks %}{% if not loop.first %} OR {% endif %}t.{{ Identifier(check.column) }} IS DISTINCT FROM c.{{ Identifier(check.column) }}{% endfor %});
