{#
What the measures' SQL says often, said once. The arguments are SQL text. Everything here means the same on PostgreSQL,
DuckDB and Spark: calendar months clip to the month's end, and a date plus an interval is cast back to a date.
#}
{% macro forever() %}DATE '9999-12-31'{% endmacro %}

{% macro add_months(day, months) %}CAST({{ Sql(day) }} + INTERVAL '{{ months }} months' AS DATE){% endmacro %}

{% macro add_days(day, days) %}CAST({{ Sql(day) }} + INTERVAL '{{ days }} days' AS DATE){% endmacro %}

{% macro days_between(first, last) %}(CAST({{ Sql(last) }} AS DATE) - CAST({{ Sql(first) }} AS DATE)){% endmacro %}

{# Whole years: somebody born on 29 February grows a year older on 1 March of a common year. #}
{% macro age(born, day) %}
(EXTRACT(YEAR FROM {{ Sql(day) }}) - EXTRACT(YEAR FROM {{ Sql(born) }})
 - CASE WHEN EXTRACT(MONTH FROM {{ Sql(day) }}) * 100 + EXTRACT(DAY FROM {{ Sql(day) }})
           < EXTRACT(MONTH FROM {{ Sql(born) }}) * 100 + EXTRACT(DAY FROM {{ Sql(born) }}) THEN 1 ELSE 0 END)
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
(TRUE{% for column, values in condition.items() %} AND ({{ Sql(table) }}.{{ Identifier(column) }} IN {{ values | select("ne", None) | list }}
{%- if None in values %} OR {{ Sql(table) }}.{{ Identifier(column) }} IS NULL{% endif %}){% endfor %})
{%- endfor %})
{%- else %}{{ Sql(without) }}{% endif %}
{%- endmacro %}

{% macro first_of(table, columns) %}
COALESCE({% for column in columns %}{{ Sql(table) }}.{{ Identifier(column) }}{% if not loop.last %}, {% endif %}{% endfor %}, NULL)
{%- endmacro %}

{# The place of a word in a list: what `worst` and `best` are ordered by. #}
{% macro place(expression, words, otherwise) %}
CASE {{ Sql(expression) }}{% for word in words %} WHEN {{ word }} THEN {{ loop.index }}{% endfor %} ELSE {{ otherwise }} END
{%- endmacro %}

{# Of compulsory school age in a term: rules, 2A. `programme` holds the plan's own parameters. #}
{% macro compulsory(born, term) %}
({{ age(born, term ~ ".starts_on") }} >= {{ programme.compulsory_age_from }} AND {{ age(born, term ~ ".year_starts_on") }} < {{ programme.compulsory_age_below }})
{%- endmacro %}

{# A member of the family on a day: joins `membership` under a name of its own, null where the person was none. #}
{% macro member_on(name, person, day) %}
LEFT JOIN membership AS {{ Sql(name) }}
    ON
        {{ Sql(person) }}.family_id = {{ Sql(name) }}.family_id
        AND {{ Sql(person) }}.person_ref = {{ Sql(name) }}.person_ref
        AND {{ Sql(name) }}.joined_on <= {{ Sql(day) }}
        AND {{ Sql(name) }}.left_after > {{ Sql(day) }}
{%- endmacro %}

{# The day after a delivered last day, or the end of all days where the spell is open. #}
{% macro end_after(day) %}CASE WHEN {{ Sql(day) }} IS NULL THEN {{ forever() }} ELSE {{ add_days(day, 1) }} END{% endmacro %}
