{#- A snapshot is the whole truth up to its day: a record that is absent from it ends, and a version that says
    "withdrawn" takes its place, so that no older delivery can bring it back. -#}
{%- from "core/absent.sql" import absent -%}
WITH ended AS (
    UPDATE {{ core }} AS c
    SET known_to = {{ instant }}
    FROM ({{ absent(contract, core, typed, delivery.supplier) }}) AS a
    WHERE c.record_key = a.record_key AND c.supplier = a.supplier AND c.known_to = 'infinity'
    RETURNING c.*
)

INSERT INTO {{ core }} (
{% for name in contract.key %}
    {{ Identifier(name) }},
{% endfor %}
    record_key, supplier, withdrawn, delivery_id, row_sha256, delivered_through, confirmed_by, known_from
)
SELECT
{% for name in contract.key %}
    {{ Identifier(name) }},
{% endfor %}
    record_key,
    supplier,
    true,
    {{ delivery.delivery_id }},
    encode(sha256(convert_to('absent', 'UTF8')), 'hex'),
    {{ delivery.complete_through }},
    {{ delivery.delivery_id }},
    {{ instant }}
FROM ended;
