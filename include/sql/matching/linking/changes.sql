-- DuckDB. What the night found, beside what was open in the warehouse: only what has changed is written. A row that
-- stays keeps its run.

CREATE TABLE ended_link AS
SELECT
    o.*,
    CASE
        WHEN NOT EXISTS (
            SELECT 1 FROM person AS p
            WHERE p.feed = o.feed AND p.supplier = o.supplier AND p.person_ref = o.person_ref
        ) THEN 'person_withdrawn'
        WHEN NOT EXISTS (
            SELECT 1 FROM member_family AS f WHERE f.member_ref = o.member_ref AND f.family_id = o.family_id
        ) THEN 'member_withdrawn'
        WHEN EXISTS (
            SELECT 1 FROM decision AS d
            WHERE d.feed = o.feed AND d.supplier = o.supplier AND d.person_ref = o.person_ref
                AND d.member_ref = o.member_ref AND d.verdict <> 'same'
        ) THEN 'decided'
        WHEN EXISTS (
            SELECT 1 FROM found_link AS l
            WHERE l.feed = o.feed AND l.supplier = o.supplier AND l.person_ref = o.person_ref
                AND l.member_ref = o.member_ref
        ) THEN 'basis_changed'
        WHEN EXISTS (
            SELECT 1 FROM found_link AS l
            WHERE l.feed = o.feed AND l.supplier = o.supplier AND l.person_ref = o.person_ref
        ) THEN 'linked_elsewhere'
        WHEN EXISTS (
            SELECT 1 FROM found_review AS r
            WHERE r.feed = o.feed AND r.supplier = o.supplier AND r.person_ref = o.person_ref
        ) THEN 'in_doubt'
        ELSE 'no_longer_alike'
    END AS end_reason
FROM open_link AS o
ANTI JOIN found_link AS l USING (feed, supplier, person_ref, member_ref, family_id, basis);

CREATE TABLE begun_link AS
SELECT l.*
FROM found_link AS l
ANTI JOIN open_link AS o USING (feed, supplier, person_ref, member_ref, family_id, basis);

CREATE TABLE ended_review AS
SELECT o.*
FROM open_review AS o
ANTI JOIN found_review AS r USING (feed, supplier, person_ref, member_ref, family_id, reason);

CREATE TABLE begun_review AS
SELECT r.*
FROM found_review AS r
ANTI JOIN open_review AS o USING (feed, supplier, person_ref, member_ref, family_id, reason);

-- What is compared has changed, and the pair still waits: the row keeps its age, and shows the facts as they are.
CREATE TABLE changed_review AS
SELECT r.*
FROM found_review AS r
INNER JOIN open_review AS o USING (feed, supplier, person_ref, member_ref, family_id, reason)
WHERE o.facts_sha256 IS DISTINCT FROM r.facts_sha256;

CREATE TABLE ended_proposal AS
SELECT o.*
FROM open_proposal AS o
ANTI JOIN found_proposal AS p USING (feed, supplier, person_ref, member_ref, weight, standing);

CREATE TABLE begun_proposal AS
SELECT p.*
FROM found_proposal AS p
ANTI JOIN open_proposal AS o USING (feed, supplier, person_ref, member_ref, weight, standing);

CREATE TABLE ended_quarantine_match AS
SELECT o.*
FROM open_quarantine_match AS o
ANTI JOIN quarantine_match AS q USING (feed, delivery_id, row_number, member_ref);

CREATE TABLE begun_quarantine_match AS
SELECT q.*
FROM quarantine_match AS q
ANTI JOIN open_quarantine_match AS o USING (feed, delivery_id, row_number, member_ref);

CREATE TABLE changed_search AS
WITH known AS (
    SELECT feed, found, unnest(string_split(members, chr(31))) AS member_ref
    FROM known_search
)

SELECT s.*
FROM found_search AS s
LEFT JOIN known AS k ON k.member_ref = s.member_ref AND k.feed = s.feed
WHERE k.found IS DISTINCT FROM s.found;
