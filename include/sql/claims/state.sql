{#
The states of a day, one table, replaced by what the work schema holds. A row whose content is unchanged stays as it is,
with the run that first wrote it; the last statement counts what was taken away and what was added.
#}
CREATE TABLE IF NOT EXISTS claims.{{ Identifier(table ~ "_" ~ as_of.strftime("%Y%m%d")) }}
PARTITION OF claims.{{ Identifier(table) }} FOR VALUES IN ({{ as_of }});

WITH taken AS (
    DELETE FROM claims.{{ Identifier(table) }} AS published
    WHERE
        published.as_of = {{ as_of }}
        AND NOT EXISTS (
            SELECT 1 FROM {{ Identifier(table) }} AS found
            WHERE
{% for column in columns %}
{% if column in key %}
                found.{{ Identifier(column) }} = published.{{ Identifier(column) }}
{% else %}
                found.{{ Identifier(column) }} IS NOT DISTINCT FROM published.{{ Identifier(column) }}
{% endif %}
                {%+ if not loop.last %}AND{% endif %}

{% endfor %}
{% if versioned %}
                AND published.plan_version = {{ plan_version }}
{% endif %}
        )
    RETURNING {{ Identifier(key[0]) }}
)

SELECT count(*) FROM taken;

WITH added AS (
    INSERT INTO claims.{{ Identifier(table) }} (
        as_of,
        {% for column in columns %}{{ Identifier(column) }}{% if not loop.last %}, {% endif %}{% endfor %}
{% if versioned %}, plan_version{% endif %}
{% if attributed %}, run_id{% endif %}
    )
    SELECT
        {{ as_of }},
        {% for column in columns %}found.{{ Identifier(column) }}{% if not loop.last %}, {% endif %}{% endfor %}
{% if versioned %}, {{ plan_version }}{% endif %}
{% if attributed %}, {{ run_id }}{% endif %}

    FROM {{ Identifier(table) }} AS found
    WHERE NOT EXISTS (
        SELECT 1 FROM claims.{{ Identifier(table) }} AS published
        WHERE
            published.as_of = {{ as_of }}
{% for column in key %}
            AND published.{{ Identifier(column) }} = found.{{ Identifier(column) }}
{% endfor %}
    )
    RETURNING {{ Identifier(key[0]) }}
)

SELECT count(*) FROM added;
