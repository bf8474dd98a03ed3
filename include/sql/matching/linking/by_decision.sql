-- DuckDB. Step 0: what a person has decided outranks whatever the steps would say. If the facts that a decision rested
-- on have changed since, it stands, and is asked again.

-- The facts of a pair, as a reviewer sees them; a decision keeps their hash (`seen_sha256`).
CREATE MACRO facts(a) AS concat_ws(
    chr(31), a.forename_form.letters, '/', a.surname, '/', a.date_of_birth, '/', a.postcode, '/', a.sex
    {%- for kind in identifiers %}, '/', a.identifiers.{{ Identifier(kind) }}{% endfor %}

);

CREATE MACRO facts_sha256(a, b) AS sha256(facts(a) || chr(30) || facts(b));

CREATE MACRO shown(a) AS {
    'forename': a.forename_form.letters, 'surname': a.surname, 'date_of_birth': a.date_of_birth, 'sex': a.sex,
    'postcode': a.postcode
    {%- for kind in identifiers %}, {{ kind }}: a.identifiers.{{ Identifier(kind) }}{% endfor %}

};

CREATE TABLE verdict AS
SELECT
    p.person_id,
    m.member_ref,
    d.verdict,
    coalesce(d.seen_sha256 <> facts_sha256(p, m), FALSE) AS changed
FROM decision AS d
INNER JOIN person AS p ON p.feed = d.feed AND p.supplier = d.supplier AND p.person_ref = d.person_ref
INNER JOIN member AS m ON m.member_ref = d.member_ref;

INSERT INTO linked
SELECT person_id, min(member_ref), 'decision'
FROM verdict
WHERE verdict = 'same'
GROUP BY person_id
HAVING count(*) = 1;

INSERT INTO doubtful
SELECT
    person_id,
    member_ref,
    CASE
        WHEN person_id IN (SELECT l.person_id FROM linked AS l) THEN 'facts_changed'
        WHEN verdict = 'same' THEN 'decisions_disagree'
        ELSE verdict
    END
FROM verdict
WHERE
    CASE
        WHEN person_id IN (SELECT l.person_id FROM linked AS l) THEN verdict = 'same' AND changed
        ELSE verdict <> 'different'
    END;

-- Pairs that were told apart are candidates no more. Once the facts have changed they are asked again, if alike.
CREATE TABLE apart AS SELECT person_id, member_ref, changed FROM verdict WHERE verdict = 'different';
