{# Disclosure control, in one place and applied last. A view hands over its exact counts as cells; what leaves here has
   no small number, no number that could be worked out from its neighbours, and nothing exact.

   1. A count from 1 to `small_count_maximum` is hidden.
   2. A line is a set of cells that add up to one of them: the statuses of a measure in a district and their total, or a
      status over the districts and theirs. A line with just one hidden cell gives that cell away by subtraction, and one
      whose hidden cells come to a small number together gives away nearly as much: the smallest other cell is hidden
      too, but first of all one that saves another line from having just one. The lines are gone through several times;
      should one still give something away, every cell of that table is hidden.
   3. What is left is rounded to the nearest `rounding_base`. That is also what stands in the way of longer sums, in which
      a cell follows from several lines at once: tests/bi/test_disclosure.py attacks all views together. Rates and pounds
      are made of rounded counts only, for from an exact rate the exact counts could be worked out again.

   Zero stays zero, so a zero is never the second cell. A cell that another view shows as well is `fixed`: it is hidden
   if it is hidden there (`hidden_elsewhere`), and never for this table's sake. -#}

{% macro parameter(name) -%}
(SELECT max(p.value::integer) FROM catalogue.rule_parameter AS p WHERE p.scope = 'programme' AND p.name = {{ name }})
{%- endmacro %}

{# Whether what is hidden in a line can be worked out. line: the columns that name it; which of its cells is the sum. #}
{% macro gives_away(line, hidden) -%}
(
    count(*) FILTER (WHERE {{ Sql(hidden) }}) OVER (PARTITION BY {{ Sql(line[0]) }}) = 1
    OR (
        count(*) FILTER (WHERE {{ Sql(hidden) }} AND {{ Sql(line[1]) }}) OVER (PARTITION BY {{ Sql(line[0]) }}) = 0
        AND coalesce(
            sum(families) FILTER (WHERE {{ Sql(hidden) }}) OVER (PARTITION BY {{ Sql(line[0]) }})
            <= {{ parameter("small_count_maximum") }}, FALSE
        )
    )
)
{%- endmacro %}

{# The cells with `hidden`. cells: a query with families, fixed, hidden_elsewhere. lines: as in gives_away. table: the
   columns that name one table. tie: a unique order of the cells of a line. #}
{% macro control(cells, lines, table, tie, passes=4) %}
{% set steps = [] %}
{% for _ in range(passes) %}{% for line in lines %}{% do steps.append(line) %}{% endfor %}{% endfor %}
SELECT settled.*, settled.hidden_{{ steps | length }} OR (
    settled.families > 0 AND NOT settled.fixed AND bool_or(settled.given_away) OVER (PARTITION BY {{ Sql(table) }})
) AS hidden
FROM (
    SELECT last.*,
        {% for line in lines %}
        (
            last.hidden_{{ steps | length }}
            AND {{ gives_away(line, "last.hidden_" ~ (steps | length)) }}
            AND count(*) FILTER (WHERE last.families > 0) OVER (PARTITION BY {{ Sql(line[0]) }}) > 1
        )
        {{ Sql("OR" if not loop.last else "AS given_away") }}
        {% endfor %}
    FROM (
        {% for step in range(steps | length, 0, -1) %}
        SELECT seen_{{ step }}.*,
            hidden_{{ step - 1 }} OR (telling_{{ step }} AND first_{{ step }} AND families > 0 AND NOT fixed) AS hidden_{{ step }}
        FROM (
            SELECT before_{{ step }}.*,
                {{ gives_away(steps[step - 1], "hidden_" ~ (step - 1)) }} AS telling_{{ step }},
                row_number() OVER (
                    PARTITION BY {{ Sql(steps[step - 1][0]) }}, (hidden_{{ step - 1 }} OR fixed OR families = 0)
                    ORDER BY crossed_{{ step }} = 1 DESC, crossed_{{ step }} > 1 DESC, families, {{ Sql(tie) }}
                ) = 1 AS first_{{ step }}
            FROM (
                SELECT crossing_{{ step }}.*,
                    {% set others = lines | reject("equalto", steps[step - 1]) | list %}
                    {% if others %}
                    count(*) FILTER (WHERE hidden_{{ step - 1 }}) OVER (PARTITION BY {{ Sql(others[0][0]) }})
                    {% else %}
                    0
                    {% endif %}
                        AS crossed_{{ step }}
                FROM (
        {% endfor %}
        SELECT cell.*, cell.families > 0 AND (
            cell.hidden_elsewhere OR coalesce(cell.families <= {{ parameter("small_count_maximum") }}, TRUE)
        ) AS hidden_0
        FROM ({{ cells }}) AS cell
        {% for step in range(1, steps | length + 1) %}
                ) AS crossing_{{ step }}
            ) AS before_{{ step }}
        ) AS seen_{{ step }}
        {% endfor %}
    ) AS last
) AS settled
{% endmacro %}

{# A count as it may be shown: null where hidden. #}
{% macro shown(families, hidden) -%}
CASE WHEN NOT ({{ Sql(hidden) }}) THEN
    (floor({{ Sql(families) }} / {{ parameter("rounding_base") }}::numeric + 0.5) * {{ parameter("rounding_base") }})::bigint
END
{%- endmacro %}

{# A rate in percent, of two counts as shown: null where either is hidden or there is nothing to divide by. #}
{% macro rate(part, whole) -%}
round(100.0 * ({{ Sql(part) }}) / nullif({{ Sql(whole) }}, 0), 1)
{%- endmacro %}

{# The comments of a view and its columns. #}
{% macro comments(view, words, columns) %}
COMMENT ON VIEW bi.{{ Identifier(view) }} IS {{ words }};
{% for column, meaning in columns.items() %}
COMMENT ON COLUMN bi.{{ Identifier(view) }}.{{ Identifier(column) }} IS {{ meaning }};
{% endfor %}
{% endmacro %}
