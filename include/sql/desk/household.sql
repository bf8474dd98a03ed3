-- PostgreSQL. The families of some members, with everybody who belongs or belonged to them, as known now.
WITH known AS (
    SELECT family_id, person_ref, forename, surname, date_of_birth, relationship, joined_on, left_on
    FROM core.members
    WHERE known_to = 'infinity' AND NOT withdrawn
)

SELECT
    candidate.person_ref AS candidate_ref,
    one.family_id,
    one.person_ref AS member_ref,
    one.forename,
    one.surname,
    one.date_of_birth,
    one.relationship,
    one.joined_on,
    one.left_on
FROM (SELECT DISTINCT person_ref, family_id FROM known WHERE person_ref = ANY(%(members)s)) AS candidate
INNER JOIN known AS one ON candidate.family_id = one.family_id
ORDER BY candidate.person_ref, one.family_id, one.date_of_birth, one.person_ref, one.joined_on
