{#- core.<feed>, from its contract: every version of every record, with the time it was known. Only ever added to. -#}
{%- set types = {"date": "date", "integer": "integer", "boolean": "boolean"} -%}
{%- macro column_type(column) -%}{{ Sql(types.get(column.type, "text")) }}{%- endmacro -%}
CREATE TABLE IF NOT EXISTS {{ core }} (
{% for column in contract.columns %}
    {{ Identifier(column.name) }} {{ column_type(column) }},
{% endfor %}
    record_key text NOT NULL,
    supplier text NOT NULL,
    withdrawn boolean NOT NULL,
    delivery_id bigint NOT NULL,
    row_number integer,
    row_sha256 text NOT NULL,
    delivered_through date NOT NULL,
    confirmed_by bigint NOT NULL,
    known_from timestamptz NOT NULL,
    known_to timestamptz NOT NULL DEFAULT 'infinity'
);

ALTER TABLE {{ core }}
{% for column in contract.columns %}
    ADD COLUMN IF NOT EXISTS {{ Identifier(column.name) }} {{ column_type(column) }}{% if not loop.last %},{% endif %}

{% endfor %};

{% include "core/indexes.sql" %}

COMMENT ON TABLE {{ core }} IS {{ contract.title ~ ": every version of every record, from " ~ contract.supplied_by ~ "." }};
{% for name, words in {
    "record_key": "The key columns in the contract's order, joined by |.",
    "supplier": "Which supplier delivered it; empty if the feed has one.",
    "withdrawn": "The newest word on this key is that the record is withdrawn.",
    "delivery_id": "The delivery that brought this version.",
    "row_number": "Its row in that file; null if it was withdrawn by being absent from a snapshot.",
    "row_sha256": "SHA-256 of the row's values as name=value, blanks left out, in the names' order, joined by the character 31.",
    "delivered_through": "The last day covered by the newest delivery that said so: the later word on a key wins.",
    "confirmed_by": "The newest delivery that said so; decides between words for the same day.",
    "known_from": "From when this version was known.",
    "known_to": "Until when, exclusive; infinity while nothing newer is known.",
}.items() %}
COMMENT ON COLUMN {{ core }}.{{ Identifier(name) }} IS {{ words }};
{% endfor %}
{% for column in contract.columns %}
COMMENT ON COLUMN {{ core }}.{{ Identifier(column.name) }} IS {{ column.description }};
{% endfor %}
