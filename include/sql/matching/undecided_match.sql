-- The members, by feed, whom an agency's person may be but is not yet known to be, as known at an instant: who waits
-- for a person's word, and candidates too weak to be asked about. A decision that is asked again because its facts have
-- changed stands meanwhile.
SELECT feed, member_ref AS person_ref
FROM matching.review_queue
WHERE valid_from <= {{ at }} AND valid_to > {{ at }} AND reason <> 'facts_changed'
UNION
SELECT feed, member_ref AS person_ref
FROM matching.proposal
WHERE valid_from <= {{ at }} AND valid_to > {{ at }} AND standing = 'listed'
