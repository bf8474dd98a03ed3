{#- A file as text: a row a row of the file, a column a column of the contract. What the file does not carry is NULL.
    `ragged` says why a row could not be divided into its columns. -#}
DROP TABLE IF EXISTS {{ staged }};

CREATE UNLOGGED TABLE {{ staged }} (
    row_number integer,
{% for column in columns %}
    {{ Identifier(column.name) }} text,
{% endfor %}
    ragged text
) WITH (autovacuum_enabled = false);
