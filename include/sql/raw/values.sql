{#- How the text of a file becomes a value, by the type that the contract gives the column. A text that cannot be read
    becomes NULL, never an error: the checks then say which rule it broke. -#}

{%- set BLANKS = Sql("E' \\t\\n\\r\\f\\v\\u00a0\\u2007\\u200b\\u202f\\ufeff'") -%}
{%- set DATE_FORMS = {"iso": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "dmy": "^[0-9]{2}/[0-9]{2}/[0-9]{4}$"} -%}
{%- set UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ" -%}

{#- The text without the blanks around it; NULL if nothing is left. Most texts begin and end in a printable character of
    ASCII, and seeing that is three times faster than trimming. -#}
{%- macro trimmed(column) -%}
CASE
    WHEN ascii({{ column }}) BETWEEN 33 AND 126 AND ascii(right({{ column }}, 1)) BETWEEN 33 AND 126 THEN {{ column }}
    ELSE nullif(btrim({{ column }}, {{ BLANKS }}), '')
END
{%- endmacro -%}

{#- Identifiers are kept in capitals and without blanks; an NHS number is also written with hyphens. -#}
{%- macro compact(text, type) -%}
translate(upper({{ text }}), {{ BLANKS }}{% if type == "nhs_number" %} || '-'{% endif %}, '')
{%- endmacro -%}

{#- A day's text as YYYY-MM-DD, from the form that the column has in this file. -#}
{%- macro iso_text(text, form) -%}
{%- if form == "dmy" -%}
CASE WHEN {{ text }} ~ {{ DATE_FORMS.dmy }}
    THEN substr({{ text }}, 7, 4) || '-' || substr({{ text }}, 4, 2) || '-' || substr({{ text }}, 1, 2) END
{%- else -%}
CASE WHEN {{ text }} ~ {{ DATE_FORMS.iso }} THEN {{ text }} END
{%- endif -%}
{%- endmacro -%}

{#- The day, if the calendar has it: 31 April, 29 February 2015 and the year 0 are NULL. -#}
{%- macro day(iso) -%}
CASE
    WHEN substr({{ iso }}, 1, 4) >= '0001'
        AND substr({{ iso }}, 6, 2) BETWEEN '01' AND '12'
        AND substr({{ iso }}, 9, 2) BETWEEN '01' AND CASE
            WHEN substr({{ iso }}, 6, 2) IN ('04', '06', '09', '11') THEN '30'
            WHEN substr({{ iso }}, 6, 2) <> '02' THEN '31'
            WHEN substr({{ iso }}, 1, 4)::integer % 4 = 0 AND (
                substr({{ iso }}, 1, 4)::integer % 100 <> 0 OR substr({{ iso }}, 1, 4)::integer % 400 = 0
            ) THEN '29'
            ELSE '28'
        END
    THEN {{ iso }}::date
END
{%- endmacro -%}

{%- macro whole_number(text) -%}
CASE WHEN {{ text }} ~ '^[+-]?[0-9]{1,9}$' THEN {{ text }}::integer END
{%- endmacro -%}

{%- macro yes_or_no(text) -%}
CASE upper({{ text }}) WHEN 'Y' THEN true WHEN 'N' THEN false END
{%- endmacro -%}

{#- The code as its list writes it, whatever the case in the file. -#}
{%- macro code(text, codes) -%}
CASE lower({{ text }}){% for code in codes %} WHEN {{ code | lower }} THEN {{ code }}{% endfor %} END
{%- endmacro -%}

{%- macro digit(text, position) -%}
substr({{ text }}, {{ position }}, 1)::integer
{%- endmacro -%}

{#- The first letter is worth the other twelve characters, weighted 2 to 13, modulo 23. A temporary number ends in a
    letter, which is worth its place in the same alphabet. -#}
{%- macro upn(text) -%}
CASE
    WHEN {{ text }} ~ '^[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]$'
        AND substr({{ text }}, 1, 1) = substr({{ UPN_LETTERS }}, 1 + (
            {% for position in range(2, 13) %}{{ position }} * {{ digit(text, position) }} + {% endfor %}
            13 * CASE
                WHEN substr({{ text }}, 13, 1) BETWEEN '0' AND '9' THEN {{ digit(text, 13) }}
                ELSE strpos({{ UPN_LETTERS }}, substr({{ text }}, 13, 1)) - 1
            END
        ) % 23, 1)
    THEN {{ text }}
END
{%- endmacro -%}

{#- Ten digits whose sum, weighted 10 down to 1, is a multiple of 11. -#}
{%- macro nhs_number(text) -%}
CASE
    WHEN {{ text }} ~ '^[0-9]{10}$'
        AND ({% for position in range(1, 11) %}{% if not loop.first %} + {% endif %}{{ 11 - position }} * {{ digit(text, position) }}{% endfor %}) % 11 = 0
    THEN {{ text }}
END
{%- endmacro -%}

{#- Two letters, six digits and A to D; some letters and some pairs were never issued. -#}
{%- macro nino(text) -%}
CASE
    WHEN {{ text }} ~ '^[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][0-9]{6}[A-D]$'
        AND substr({{ text }}, 1, 2) NOT IN ('BG', 'GB', 'KN', 'NK', 'NT', 'TN', 'ZZ')
    THEN {{ text }}
END
{%- endmacro -%}

{%- macro pnc_id(text) -%}
CASE WHEN {{ text }} ~ '^[0-9]{2}/[0-9]{7}[A-Z]$' THEN {{ text }} END
{%- endmacro -%}

{#- The value of a column from its trimmed text; of an identifier, from its compact text; of a day, from the
    calendar or, where that has none, from its text as YYYY-MM-DD. -#}
{%- macro value(column, text) -%}
{%- if column.type == "date" -%}
coalesce({{ Identifier(column.name ~ " day") }}, {{ day(Identifier(column.name ~ " iso")) }})
{%- elif column.type == "integer" -%}{{ whole_number(text) }}
{%- elif column.type == "boolean" -%}{{ yes_or_no(text) }}
{%- elif column.type == "code" -%}{{ code(text, column.code_values) }}
{%- elif column.type == "upn" -%}{{ upn(text) }}
{%- elif column.type == "nhs_number" -%}{{ nhs_number(text) }}
{%- elif column.type == "nino" -%}{{ nino(text) }}
{%- elif column.type == "pnc_id" -%}{{ pnc_id(text) }}
{%- else -%}{{ text }}
{%- endif -%}
{%- endmacro -%}
