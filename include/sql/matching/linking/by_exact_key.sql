-- DuckDB. Step 2, once for each safe key: people and members alike in every part of it, where neither has a rival.
-- A register's other people with the same key are rivals, unless an identifier says that they are the same member, or a
-- person has decided who they are; or, with everything in common, unless nothing tells them apart: an entry made twice.

CREATE OR REPLACE TABLE alike AS
WITH pair AS (
    SELECT
        p.person_id,
        p.feed,
        p.supplier,
        p.identifiers,
        m.member_ref,
        l.person_id IS NOT NULL AND l.member_ref <> m.member_ref AS is_another,
        identifiers_differ(p.identifiers, m.identifiers) AS differ,
        a.changed IS NOT NULL AS apart
    FROM person AS p
    INNER JOIN member AS m
        ON
            {% for part in key %}
            {{ Sql("" if loop.first else "AND ") }}m.{{ Identifier(part) }} = p.{{ Identifier(part) }}
            {% endfor %}
    LEFT JOIN apart AS a ON a.person_id = p.person_id AND a.member_ref = m.member_ref
    LEFT JOIN linked AS l ON l.person_id = p.person_id
    WHERE
        (a.changed IS NULL OR a.changed)
        AND (l.basis IS NULL OR l.basis = 'exact_key' OR (l.basis = 'identifier' AND l.member_ref <> m.member_ref))
),

rivalled AS (
    SELECT DISTINCT
        one.person_id,
        one.member_ref
    FROM pair AS one
    INNER JOIN pair AS other
        ON
            other.feed = one.feed
            AND other.supplier = one.supplier
            AND other.member_ref = one.member_ref
            AND other.person_id <> one.person_id
    {% if twice == "one_person" %}
    WHERE other.is_another OR identifiers_differ(one.identifiers, other.identifiers)
    {% endif %}
),

judged AS (
    SELECT
        person_id,
        member_ref,
        count(*) OVER (PARTITION BY person_id) > 1
        OR EXISTS (
            SELECT 1 FROM rivalled AS r WHERE r.person_id = pair.person_id AND r.member_ref = pair.member_ref
        ) AS ambiguous,
        differ,
        apart,
        EXISTS (SELECT 1 FROM doubtful AS d WHERE d.person_id = pair.person_id) AS in_doubt
    FROM pair
)

SELECT * FROM judged WHERE person_id NOT IN (SELECT l.person_id FROM linked AS l);

INSERT INTO linked
SELECT person_id, member_ref, 'exact_key'
FROM alike
WHERE NOT (apart OR ambiguous OR differ OR in_doubt);

-- Who is in doubt already keeps the first reason for a member, and gains the members that this key names.
INSERT INTO doubtful
SELECT
    person_id,
    member_ref,
    CASE
        WHEN apart THEN 'told_apart_before'
        WHEN ambiguous THEN 'ambiguous_key'
        WHEN differ THEN 'identifier_differs'
        ELSE 'points_elsewhere'
    END
FROM alike
WHERE apart OR ambiguous OR differ OR in_doubt
ON CONFLICT DO NOTHING;
