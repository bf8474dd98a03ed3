{#- The file as values. From the inside out: the texts without the blanks around them; the texts in one form; the values;
    and then of each row its key, its content's hash and a column for each check, true where the row breaks it and NULL
    where it does not. Of a row that withdraws its key nothing but the key is looked at.
    A volatile column, `fence`, keeps the planner from writing an inner expression into each of the outer ones that use
    it; unlike OFFSET 0 it lets two processes share the work on a large file. -#}
{%- import "raw/values.sql" as values -%}
{%- import "raw/broken.sql" as rules -%}
{%- macro looked_at(column, text) -%}
{%- if contract.snapshot or column.key or column.name == "withdrawn" -%}{{ text }}
{%- else -%}CASE WHEN gone IS NOT TRUE THEN {{ text }} END
{%- endif -%}
{%- endmacro -%}
{%- macro calendar_day(column) -%}{{ Identifier("calendar of " ~ column.name) }}.day{%- endmacro -%}
SET LOCAL datestyle TO 'ISO, YMD';

-- The work is in the expressions, which the planner takes for cheap.
SET LOCAL parallel_tuple_cost TO 0.001;

DROP TABLE IF EXISTS {{ typed }};

CREATE UNLOGGED TABLE {{ typed }} WITH (autovacuum_enabled = false) AS
SELECT
    row_number,
{% for column in contract.columns %}
    {{ Identifier(column.name) }},
{% endfor %}
    {{ Sql("false") if contract.snapshot else Sql("coalesce(withdrawn, false)") }} AS withdrawn,
    {% for name in contract.key %}{% if not loop.first %} || '|' || {% endif %}{{ Identifier(name) }}::text{% endfor %} AS record_key,
    encode(sha256(convert_to(concat_ws(
        chr(31),
{% for column in contract.columns | sort(attribute="name") %}
        {{ column.name ~ "=" }} || {{ Identifier(column.name) }},
{% endfor %}
        {{ Sql("NULL") if contract.snapshot else Sql("CASE WHEN withdrawn THEN 'withdrawn=true' END") }}
    ), 'UTF8')), 'hex') AS row_sha256,
    NULL::boolean AS repeated{% for check in checks %},
    CASE WHEN {% if check.rule in not_of_withdrawn %}withdrawn IS NOT TRUE AND {% endif -%}
    {{ rules.broken(check, contract, delivery, forms) }} THEN true END AS {{ Identifier(check.rule) }}{% endfor %}

FROM (
    SELECT
        clock_timestamp() AS fence,
        row_number,
        ragged{% for column in contract.delivered_columns %},
{% if column.type == "text" %}
        {{ Identifier(column.name) }}
{%- else %}
        {{ Identifier(column.name ~ " given") }},
        {{ values.value(column, Identifier(column.name ~ " given")) }} AS {{ Identifier(column.name) }}
{%- endif %}
{% endfor %}

    FROM (
        SELECT
            clock_timestamp() AS fence,
            row_number,
            ragged{% for column in contract.delivered_columns %},
{% if column.type == "text" %}
            {{ looked_at(column, Identifier(column.name)) }} AS {{ Identifier(column.name) }}
{%- elif column.type == "date" %}
            {{ looked_at(column, Identifier(column.name)) }} AS {{ Identifier(column.name ~ " given") }},
            {{ looked_at(column, calendar_day(column)) }} AS {{ Identifier(column.name ~ " day") }},
            (CASE
                WHEN {{ calendar_day(column) }} IS NULL
                THEN {{ looked_at(column, values.iso_text(Identifier(column.name), forms[column.name])) }}
            END) COLLATE "C" AS {{ Identifier(column.name ~ " iso") }}
{%- elif column.type in identifiers %}
            {{ values.compact(looked_at(column, Identifier(column.name)), column.type) }} COLLATE "C" AS {{ Identifier(column.name ~ " given") }}
{%- else %}
            {{ looked_at(column, Identifier(column.name)) }} AS {{ Identifier(column.name ~ " given") }}
{%- endif %}
{% endfor %}

        FROM (
            SELECT
                clock_timestamp() AS fence,
                row_number,
                ragged{% for column in contract.delivered_columns %},
                {{ values.trimmed(Identifier(column.name)) }} AS {{ Identifier(column.name) }}{% endfor -%}
{% if not contract.snapshot %},
                upper({{ values.trimmed(Sql("withdrawn")) }}) = 'Y' AS gone
{%- endif %}

            FROM {{ staged }}
        ) AS trimmed
{% for column in contract.columns if column.type == "date" %}
        LEFT JOIN raw.calendar AS {{ Identifier("calendar of " ~ column.name) }}
            ON {{ Identifier("calendar of " ~ column.name) }}.{{ Identifier(forms[column.name]) }} = trimmed.{{ Identifier(column.name) }}
{% endfor %}
    ) AS given
) AS read;
