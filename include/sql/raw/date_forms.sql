{#- How many texts of each date column have a hyphen where YYYY-MM-DD has one, and how many a slash as DD/MM/YYYY; the
    file means the commoner form. -#}
SELECT
{% for name in names %}
    count(*) FILTER (WHERE strpos({{ Identifier(name) }}, '-') > 4) AS {{ Identifier(name ~ " iso") }},
    count(*) FILTER (WHERE strpos({{ Identifier(name) }}, '/') > 2) AS {{ Identifier(name ~ " dmy") }}
    {%- if not loop.last %},{% endif %}

{% endfor %}
FROM {{ staged }};
