{#
The work schema: what one judgement of one day reads and makes, in tables of its own, so that nothing published is
touched until all of it is done. PostgreSQL only; the SQL that calculates from these tables on is portable. Texts sort
by code point (COLLATE "C"), so that a tie is broken alike on every server.
#}
DROP SCHEMA IF EXISTS {{ work }} CASCADE;
CREATE SCHEMA {{ work }};
SET search_path TO {{ work }};
{% for table in tables %}
CREATE UNLOGGED TABLE {{ Identifier(table.name) }} (
{% for name, type in table.columns %}
    {{ Identifier(name) }} {{ Sql('text COLLATE "C"' if type == "text" else type) }}{% if not loop.last %},{% endif %}

{% endfor %}
);
{% endfor %}
