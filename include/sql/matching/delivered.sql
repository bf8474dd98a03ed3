-- PostgreSQL. Every record about a person as known at an instant, the members' among them, as text: what identifies the
-- person, and how new it is.
{% for feed in feeds %}
SELECT
    {{ feed.name }} AS feed,
    supplier,
    {{ Identifier(feed.identity.person_ref) }} AS person_ref,
    {% for detail in details %}
    {% if detail in feed.identity %}
    CAST({{ Identifier(feed.identity[detail]) }} AS text) AS {{ Identifier(detail) }},
    {% else %}
    CAST(NULL AS text) AS {{ Identifier(detail) }},
    {% endif %}
    {% endfor %}
    delivered_through,
    delivery_id,
    row_number,
    record_key
FROM core.{{ Identifier(feed.name) }}
WHERE known_from <= {{ at }} AND known_to > {{ at }} AND NOT withdrawn
{{ Sql("" if loop.last else "UNION ALL") }}
{% endfor %}
