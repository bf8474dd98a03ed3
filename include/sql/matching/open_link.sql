SELECT feed, supplier, person_ref, member_ref, family_id, basis, weight
FROM matching.link
WHERE valid_to = 'infinity'
