-- PostgreSQL. The families that each member belongs to or belonged to, as known at an instant.
SELECT DISTINCT {{ Identifier(person_ref) }} AS member_ref, family_id
FROM core.members
WHERE known_from <= {{ at }} AND known_to > {{ at }} AND NOT withdrawn
