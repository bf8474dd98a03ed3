-- PostgreSQL. The members who were scored for a person and about whom nobody is asked, the strongest first.
SELECT
    proposal.member_ref,
    known.forename,
    known.surname,
    known.date_of_birth,
    proposal.weight,
    proposal.standing
FROM matching.proposal AS proposal
LEFT JOIN (
    SELECT DISTINCT ON (person_ref) person_ref, forename, surname, date_of_birth
    FROM core.members
    WHERE known_to = 'infinity' AND NOT withdrawn
    ORDER BY person_ref, joined_on DESC, family_id
) AS known ON proposal.member_ref = known.person_ref
WHERE
    proposal.feed = %(feed)s AND proposal.supplier = %(supplier)s AND proposal.person_ref = %(person_ref)s
    AND proposal.valid_to = 'infinity'
    AND NOT EXISTS (
        SELECT 1 FROM matching.review_queue AS q
        WHERE
            q.feed = proposal.feed AND q.supplier = proposal.supplier AND q.person_ref = proposal.person_ref
            AND q.member_ref = proposal.member_ref AND q.valid_to = 'infinity'
    )
ORDER BY proposal.weight DESC, proposal.member_ref
