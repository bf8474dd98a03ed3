{#- How many days of each date column are written in either form; the file means the commoner one. -#}
{%- import "raw/values.sql" as values -%}
SELECT
{% for name in names %}
    count(*) FILTER (WHERE btrim({{ Identifier(name) }}, {{ values.BLANKS }}) LIKE '____-__-__') AS {{ Identifier(name ~ " iso") }},
    count(*) FILTER (WHERE btrim({{ Identifier(name) }}, {{ values.BLANKS }}) LIKE '__/__/____') AS {{ Identifier(name ~ " dmy") }}{% if not loop.last %},{% endif %}

{% endfor %}
FROM {{ staged }};
