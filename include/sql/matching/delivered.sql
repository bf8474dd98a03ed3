-- PostgreSQL. Every record about a person as known at an instant, the members' among them, as text: what identifies the person, and how new it is.
{% for feed in feeds %}
SELECT
    {{ feed.name }} AS feed,
    supplier,
    {{ Identifier(feed.identity.person_ref) }} AS person_ref,
    {% for detail in details %}
    CAST({% if detail in feed.identity %}{{ Identifier(feed.identity[detail]) }}{% else %}NULL{% endif %} AS text) AS {{ Identifier(detail) }},
    {% endfor %}
    delivered_through,
    delivery_id,
    row_number,
    record_key
FROM core.{{ Identifier(feed.name) }}
WHERE known_from <= {{ at }} AND known_to > {{ at }} AND NOT withdrawn
{{ Sql("" if loop.last else "UNION ALL") }}
{% endfor %}
