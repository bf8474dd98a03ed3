SELECT feed, supplier, person_ref, member_ref, family_id, basis
FROM matching.link
WHERE valid_to = 'infinity'
