-- PostgreSQL. The district of each member as known at an instant: that of the family joined last.
SELECT DISTINCT ON (m.{{ Identifier(person_ref) }})
    m.{{ Identifier(person_ref) }} AS member_ref,
    f.district
FROM core.members AS m
INNER JOIN core.families AS f ON f.family_id = m.family_id
WHERE
    m.known_from <= {{ at }} AND m.known_to > {{ at }} AND NOT m.withdrawn
    AND f.known_from <= {{ at }} AND f.known_to > {{ at }} AND NOT f.withdrawn
ORDER BY m.{{ Identifier(person_ref) }}, m.joined_on DESC, m.family_id
