-- DuckDB. Step 3: what the model makes of those whom no earlier step knows, and the guard, because its probabilities
-- overclaim exactly where people live together: twins, brothers, father and son.

-- How likely a person of a feed is to be a given member, before anything is compared: in whole bits, so that a night
-- more or less does not move every weight. Of those whom a step has linked, {{ recall }} are taken to be all.
CREATE TABLE prior AS
SELECT
    p.feed,
    round(log2(
        least(1.0, greatest({{ least_share }}, count(l.person_id) / {{ recall }} / count(*)))
        / greatest({{ least_members }}, (SELECT count(*) FROM member))
    )) AS bits
FROM person AS p
LEFT JOIN linked AS l ON l.person_id = p.person_id AND l.basis <> 'decision'
GROUP BY p.feed;

-- Names in their own right: Sandra is no slip for Sarah, but may be her twin. Sarha, as nobody else is called, is one.
CREATE TABLE known_forename AS
SELECT name AS forename FROM nickname
UNION
SELECT unnest(families) AS forename FROM nickname
UNION
SELECT forename FROM frequency_forename WHERE is_shipped OR regexp_matches(forename, '\p{N}')
UNION
SELECT forename_form.letters AS forename
FROM newest
WHERE NOT forename_form.initial
GROUP BY forename_form.letters
HAVING count(DISTINCT (surname, date_of_birth)) >= {{ known_name_people }};

-- Every pair that is worth a look, heaviest evidence first to whoever reads it.
CREATE TABLE candidate AS
SELECT
    s.person_id,
    s.member_ref,
    p.feed,
    p.supplier,
    prior.bits AS prior,
    s.bits + prior.bits AS weight,
    s.comparisons,
    coalesce(p.forename_form.letters = m.forename_form.letters, FALSE) OR names_swapped(p, m) AS same_forename,
    people_conflict(p, m)
    OR p.forename_form IS NULL OR m.forename_form IS NULL OR (p.forename_form.initial AND m.forename_form.initial)
    OR p.date_of_birth IS NULL OR m.date_of_birth IS NULL AS conflict,
    p.date_of_birth IS NOT DISTINCT FROM m.date_of_birth AS same_birthday,
    NOT (
        p.forename_form.letters = m.forename_form.letters
        OR forms_of_one_name(p.forename_form, m.forename_form)
        OR p.forename_form.initial OR m.forename_form.initial
    ) AND p.forename_form.letters IN (SELECT k.forename FROM known_forename AS k)
    AND m.forename_form.letters IN (SELECT k.forename FROM known_forename AS k) AS two_names,
    identifiers_differ(p.identifiers, m.identifiers) AS identifiers_differ,
    coalesce(p.sex <> m.sex, FALSE) AS sexes_differ,
    EXISTS (
        SELECT 1 FROM twin AS t
        WHERE t.date_of_birth IN (p.date_of_birth, m.date_of_birth) AND t.postcode IN (p.postcode, m.postcode)
    ) AS is_twin,
    (p.forename, p.surname, p.date_of_birth) AS entry,
    a.changed IS NOT NULL AS apart
FROM scored AS s
INNER JOIN person AS p ON p.person_id = s.person_id
INNER JOIN member AS m ON m.member_ref = s.member_ref
INNER JOIN prior ON prior.feed = p.feed
LEFT JOIN apart AS a ON a.person_id = s.person_id AND a.member_ref = s.member_ref
WHERE s.bits + prior.bits >= {{ least_weight }};

-- The next best for the person, and for the member in the same register: another entry of the same person is no rival,
-- nor is whoever is known to be somebody else.
CREATE TABLE contest AS
WITH open AS (
    SELECT c.*
    FROM candidate AS c
    ANTI JOIN linked AS l ON l.person_id = c.person_id
    WHERE NOT c.apart
)

SELECT
    one.person_id,
    one.member_ref,
    (
        SELECT max(other.weight) FROM open AS other
        WHERE other.person_id = one.person_id AND other.member_ref <> one.member_ref
    ) AS next_member,
    (
        SELECT max(other.weight) FROM open AS other
        WHERE other.member_ref = one.member_ref AND other.feed = one.feed AND other.supplier = one.supplier
            AND other.person_id <> one.person_id AND other.entry IS DISTINCT FROM one.entry
    ) AS next_person
FROM open AS one;

-- What was a link the night before is kept a little longer than it would be made, so that a move does not make it flap.
CREATE TABLE standing_link AS
SELECT DISTINCT p.person_id, o.member_ref
FROM open_link AS o
INNER JOIN person AS p ON p.feed = o.feed AND p.supplier = o.supplier AND p.person_ref = o.person_ref;

CREATE TABLE judged AS
SELECT
    c.*,
    NOT (
        c.conflict OR c.identifiers_differ OR c.sexes_differ
        OR (NOT c.same_forename AND (c.is_twin OR c.two_names OR NOT c.same_birthday))
    )
    AND c.weight >= coalesce(greatest(t.next_member, t.next_person), c.weight - {{ clear_by }}) + {{ clear_by }}
    AND c.weight >= CASE WHEN EXISTS (
        SELECT 1 FROM standing_link AS o WHERE o.person_id = c.person_id AND o.member_ref = c.member_ref
    ) THEN {{ keep_weight }} ELSE {{ link_weight }} END AS sure
FROM candidate AS c
INNER JOIN contest AS t ON t.person_id = c.person_id AND t.member_ref = c.member_ref;

INSERT INTO linked
SELECT person_id, member_ref, 'model'
FROM judged
WHERE sure AND person_id NOT IN (SELECT d.person_id FROM doubtful AS d);

INSERT INTO doubtful
SELECT person_id, member_ref, 'probable_match'
FROM judged
WHERE weight >= {{ review_weight }} AND person_id NOT IN (SELECT l.person_id FROM linked AS l)
ON CONFLICT DO NOTHING;
