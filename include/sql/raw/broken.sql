{#- When a row breaks a check, by the check's kind, in terms of the columns that raw/typed.sql has read: `x` is the
    value and `x given` its trimmed text. A comparison with a blank breaks nothing. -#}

{%- import "raw/values.sql" as values -%}

{%- set FORMULA_SIGNS = (43, 45, 61, 64) -%}{#- + - = @ -#}

{%- macro given(contract, name) -%}
{%- if contract.column(name).type == "text" -%}{{ Identifier(name) }}{%- else -%}{{ Identifier(name ~ " given") }}{%- endif -%}
{%- endmacro -%}

{%- macro other_form(forms, name) -%}
{{ values.DATE_FORMS["iso" if forms[name] == "dmy" else "dmy"] }}
{%- endmacro -%}

{%- macro when_applies(check) -%}
{%- for name, codes in (check.when | default({})).items() %} AND {{ Identifier(name) }} IN {{ codes }}{% endfor -%}
{%- endmacro -%}

{%- macro broken(check, contract, delivery, forms) -%}
{%- if check.kind == "row_shape" -%}
ragged IS NOT NULL
{%- else -%}
ragged IS NULL AND ({{ column_broken(check, contract, delivery, forms) }})
{%- endif -%}
{%- endmacro -%}

{%- macro column_broken(check, contract, delivery, forms) -%}
{%- set column = Identifier(check.columns_read[0]) -%}
{%- set text = given(contract, check.columns_read[0]) -%}
{%- if check.kind == "required" -%}
{{ text }} IS NULL{{ when_applies(check) }}
{%- elif check.kind == "type" -%}
{{ text }} IS NOT NULL AND {{ column }} IS NULL
{%- if contract.column(check.column).type == "date" %} AND {{ text }} !~ {{ other_form(forms, check.column) }}{% endif -%}
{%- elif check.kind == "one_date_form" -%}
{{ column }} IS NULL AND {{ text }} ~ {{ other_form(forms, check.column) }}
{%- elif check.kind in ("code", "check_digit") -%}
{{ text }} IS NOT NULL AND {{ column }} IS NULL
{%- elif check.kind == "pattern" -%}
{{ column }} !~ {{ check.pattern }}
{%- elif check.kind == "between" -%}
{%- if check.minimum is not none %}({{ column }} < {{ check.minimum }}{% else %}(false{% endif -%}
{%- if check.maximum is not none %} OR {{ column }} > {{ check.maximum }}){% else %}){% endif -%}
{{ when_applies(check) }}
{%- elif check.kind == "not_before" -%}
{{ column }} < {{ Identifier(check.other) }}
{%- elif check.kind == "sum_at_most" -%}
{% for part in check.parts %}{% if not loop.first %} + {% endif %}{{ Identifier(part) }}{% endfor %} > {{ column }}
{%- elif check.kind == "not_after_delivery" -%}
{{ column }} > {{ delivery.complete_through }} + {{ check.days }}
{%- elif check.kind == "equals_supplier" -%}
{{ column }} <> {{ delivery.supplier }}
{%- elif check.kind == "plain_text" -%}
{% for name in check.columns %}{% if not loop.first %} OR {% endif %}ascii({{ Identifier(name) }}) IN {{ FORMULA_SIGNS }}{% endfor %}
{%- elif check.kind == "plain_key" -%}
{% for name in check.columns %}{% if not loop.first %} OR {% endif %}strpos({{ Identifier(name) }}, '|') > 0{% endfor %}
{%- elif check.kind in ("unique_key", "unchanged") -%}
NULL::boolean
{%- else -%}
{{ no_sql_for_a_check_of_kind[check.kind] }}
{%- endif -%}
{%- endmacro -%}
