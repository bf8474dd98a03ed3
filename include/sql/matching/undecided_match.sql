-- The members, by feed, whom an agency's person may be but is not yet known to be, as known at an instant. A decision
-- that is asked again because its facts have changed stands meanwhile.
SELECT DISTINCT feed, member_ref AS person_ref
FROM matching.review_queue
WHERE valid_from <= {{ at }} AND valid_to > {{ at }} AND reason <> 'facts_changed'
