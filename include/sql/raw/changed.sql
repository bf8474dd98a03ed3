{#- Rows that change what may not change about a record that is known and not withdrawn. -#}
UPDATE {{ typed }} AS t
SET
{% for check in checks %}
{% set column = Identifier(check.column) %}
    {{ Identifier(check.rule) }} = nullif(t.{{ column }} IS DISTINCT FROM c.{{ column }}, false)
    {%- if not loop.last %},{% endif %}

{% endfor %}
FROM {{ core }} AS c
WHERE
    c.record_key = t.record_key
    AND c.supplier = {{ delivery.supplier }}
    AND c.known_to = 'infinity'
    AND NOT c.withdrawn
    AND NOT t.withdrawn
    AND (
{% for check in checks %}
{% set column = Identifier(check.column) %}
        {{ Sql("OR" if not loop.first else "") }} t.{{ column }} IS DISTINCT FROM c.{{ column }}
{% endfor %}
    );
