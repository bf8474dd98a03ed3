-- PostgreSQL. What identifies the person in each row that was set aside and is not put right at an instant, as typed.
{% for feed in feeds %}
SELECT DISTINCT
    q.feed,
    q.delivery_id,
    q.row_number,
    {% for detail in details %}
    {% if detail in feed.identity %}
    q.whole_row ->> {{ feed.identity[detail] }} AS {{ Identifier(detail) }}{{ Sql("" if loop.last else ",") }}
    {% else %}
    CAST(NULL AS text) AS {{ Identifier(detail) }}{{ Sql("" if loop.last else ",") }}
    {% endif %}
    {% endfor %}
FROM operations.quarantine AS q
INNER JOIN operations.delivery AS d ON d.delivery_id = q.delivery_id
WHERE
    q.feed = {{ feed.name }}
    AND d.outcome = 'loaded'
    AND q.quarantined_at <= {{ at }} AND q.resolved_at > {{ at }}
{{ Sql("" if loop.last else "UNION ALL") }}
{% endfor %}
