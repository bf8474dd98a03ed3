{#- New versions: of keys that have none now, because they are new or because theirs has just ended. -#}
{%- from "raw/accepted.sql" import accepted -%}
{%- macro columns() -%}
{% for column in contract.columns %}
    {{ Identifier(column.name) }},
{% endfor %}
{%- endmacro -%}
WITH loaded AS (
INSERT INTO {{ core }} (
{{ columns() }}
    record_key, supplier, withdrawn, delivery_id, row_number, row_sha256, delivered_through, confirmed_by, known_from
)
SELECT
{{ columns() }}
    record_key,
    {{ delivery.supplier }},
    withdrawn,
    {{ delivery.delivery_id }},
    row_number,
    row_sha256,
    {{ delivery.complete_through }},
    {{ delivery.delivery_id }},
    {{ instant }}
FROM ({{ accepted(typed, failing) }}) AS t
WHERE NOT EXISTS (
    SELECT
    FROM {{ core }} AS c
    WHERE c.record_key = t.record_key AND c.supplier = {{ delivery.supplier }} AND c.known_to = 'infinity'
)
RETURNING withdrawn
)

SELECT
    count(*) FILTER (WHERE NOT withdrawn) AS loaded,
    count(*) FILTER (WHERE withdrawn) AS withdrawn
FROM loaded;
