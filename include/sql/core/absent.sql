{#- The records that a snapshot would withdraw: they hold now, and no row of the file is about them. A row that was set
    aside still says that its record exists; one whose key cannot be read may be any record that agrees with the parts
    that can. -#}
{%- macro absent(contract, core, typed, supplier) -%}
SELECT c.*
FROM {{ core }} AS c
WHERE
    c.supplier = {{ supplier }}
    AND c.known_to = 'infinity'
    AND NOT c.withdrawn
    AND NOT EXISTS (SELECT FROM {{ typed }} AS t WHERE t.record_key = c.record_key)
    AND NOT EXISTS (
        SELECT
        FROM {{ typed }} AS t
        WHERE
            t.record_key IS NULL
            AND ({% for name in contract.key %}{% if not loop.first %} OR {% endif %}t.{{ Identifier(name) }} = c.{{ Identifier(name) }}{% endfor %})
{% for name in contract.key %}
            AND coalesce(t.{{ Identifier(name) }} = c.{{ Identifier(name) }}, true)
{% endfor %}
    )
{%- endmacro -%}
