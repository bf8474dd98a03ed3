-- DuckDB. The blind test: whoever was linked by an identifier, without it. What is told or remembered of them goes too,
-- or the answer would be known beforehand. Made in a schema of its own, which covers what is in main by the same names.
CREATE TABLE hidden AS SELECT person_id, member_ref FROM main.linked WHERE basis = 'identifier';

CREATE TABLE person AS
SELECT
    p.* exclude (identifiers),
    CASE WHEN h.person_id IS NULL THEN p.identifiers ELSE {
        {% for kind in identifiers %}
        {{ Sql("" if loop.first else ", ") }}{{ kind }}: NULL::VARCHAR
        {% endfor %}
    } END AS identifiers
FROM main.person AS p
LEFT JOIN hidden AS h ON h.person_id = p.person_id;

CREATE TABLE hidden_person AS SELECT p.* FROM person AS p SEMI JOIN hidden AS h ON h.person_id = p.person_id;

CREATE TABLE decision AS SELECT d.* FROM main.decision AS d ANTI JOIN hidden_person USING (feed, supplier, person_ref);

CREATE TABLE open_link AS SELECT o.* FROM main.open_link AS o ANTI JOIN hidden_person USING (feed, supplier, person_ref);

-- Only theirs are weighed again; what the other pairs weigh is known.
CREATE TABLE agency AS
SELECT
    a.* exclude (
        {% for kind in identifiers %}
        {{ Identifier(kind) }}{{ Sql("" if loop.last else ",") }}
        {% endfor %}
    ),
    {% for kind in identifiers %}
    NULL::VARCHAR AS {{ Identifier(kind) }}{{ Sql("" if loop.last else ",") }}
    {% endfor %}
FROM main.agency AS a
SEMI JOIN hidden AS h ON h.person_id = a.unique_id;

CREATE VIEW known_weight AS
SELECT s.*
FROM main.scored AS s
ANTI JOIN blind.hidden AS h ON h.person_id = s.person_id;
