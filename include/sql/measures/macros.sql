{#
What the measures' SQL says often, said once. The arguments are SQL text. Everything here means the same on PostgreSQL,
DuckDB and Spark: calendar months clip to the month's end, and a date plus an interval is cast back to a date.
#}
{% macro forever() %}DATE '9999-12-31'{% endmacro %}

{% macro add_months(day, months) %}CAST({{ as_sql(day) }} + INTERVAL '{{ months }} months' AS DATE){% endmacro %}

{% macro add_days(day, days) %}CAST({{ as_sql(day) }} + INTERVAL '{{ days }} days' AS DATE){% endmacro %}

{% macro days_between(first, last) %}(CAST({{ as_sql(last) }} AS DATE) - CAST({{ as_sql(first) }} AS DATE)){% endmacro %}

{# Whole years: somebody born on 29 February grows a year older on 1 March of a common year. #}
{% macro age(born, day) %}
(EXTRACT(YEAR FROM {{ as_sql(day) }}) - EXTRACT(YEAR FROM {{ as_sql(born) }})
 - CASE WHEN EXTRACT(MONTH FROM {{ as_sql(day) }}) * 100 + EXTRACT(DAY FROM {{ as_sql(day) }})
           < EXTRACT(MONTH FROM {{ as_sql(born) }}) * 100 + EXTRACT(DAY FROM {{ as_sql(born) }}) THEN 1 ELSE 0 END)
{%- endmacro %}

{# The limits of an age, each optional: {minimum_age: 10, maximum_age: 17}. #}
{% macro aged(born, day, limits) %}
(TRUE
{%- if limits.get("minimum_age") is not none %} AND {{ age(born, day) }} >= {{ limits["minimum_age"] }}{% endif %}
{%- if limits.get("maximum_age") is not none %} AND {{ age(born, day) }} <= {{ limits["maximum_age"] }}{% endif %})
{%- endmacro %}

{# Rows that meet one of the conditions, each a mapping of columns to the values they may have (null: missing). #}
{% macro matches(table, conditions, without="TRUE") %}
{% if conditions %}
({% for condition in conditions %}
{%- if not loop.first %} OR {% endif -%}
(TRUE
{%- for column, values in condition.items() %} AND (
{{- as_sql(table) }}.{{ Identifier(column) }} IN {{ values | select("ne", None) | list }}
{%- if None in values %} OR {{ as_sql(table) }}.{{ Identifier(column) }} IS NULL{% endif %}){% endfor %})
{%- endfor %})
{%- else %}{{ as_sql(without) }}{% endif %}
{%- endmacro %}

{% macro first_of(table, columns) %}
COALESCE({% for column in columns %}{{ as_sql(table) }}.{{ Identifier(column) }}{% if not loop.last %}, {% endif %}{% endfor %}, NULL)
{%- endmacro %}

{# The place of a word in a list: what `worst` and `best` are ordered by. #}
{% macro place(expression, words, otherwise) %}
CASE {{ as_sql(expression) }}{% for word in words %} WHEN {{ word }} THEN {{ loop.index }}{% endfor %} ELSE {{ otherwise }} END
{%- endmacro %}

{# Of compulsory school age in a term: rules, 2A. `programme` holds the plan's own parameters. #}
{% macro compulsory(born, term) %}
({{ age(born, term ~ ".starts_on") }} >= {{ programme.compulsory_age_from }} AND {{ age(born, term ~ ".year_starts_on") }} < {{ programme.compulsory_age_below }})
{%- endmacro %}

{# A member of the family on a day: joins `membership` under a name of its own, null where the person was none. #}
{% macro member_on(name, person, day) %}
LEFT JOIN membership AS {{ as_sql(name) }}
    ON
        {{ as_sql(person) }}.family_id = {{ as_sql(name) }}.family_id
        AND {{ as_sql(person) }}.person_ref = {{ as_sql(name) }}.person_ref
        AND {{ as_sql(name) }}.joined_on <= {{ as_sql(day) }}
        AND {{ as_sql(name) }}.left_after > {{ as_sql(day) }}
{%- endmacro %}

{# The day after a delivered last day, or the end of all days where the spell is open. #}
{% macro end_after(day) %}CASE WHEN {{ as_sql(day) }} IS NULL THEN {{ forever() }} ELSE {{ add_days(day, 1) }} END{% endmacro %}
