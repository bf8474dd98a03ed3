SELECT feed, supplier, person_ref, member_ref, weight, standing
FROM matching.proposal
WHERE valid_to = 'infinity'
