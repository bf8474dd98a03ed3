-- PostgreSQL. How many claims a verdict would touch: it begins a link that does not hold, or ends one that does.
WITH held AS (
    SELECT count(*) > 0 AS linked
    FROM matching.link
    WHERE
        feed = %(feed)s AND supplier = %(supplier)s AND person_ref = %(person_ref)s AND member_ref = %(member_ref)s
        AND valid_to = 'infinity'
)

SELECT count(DISTINCT claim_feed.claim_id) AS claims
FROM matching.claim_feed AS claim_feed
INNER JOIN held ON held.linked = (%(verdict)s <> 'same')
INNER JOIN core.members AS member
    ON
        claim_feed.family_id = member.family_id AND member.person_ref = %(member_ref)s
        AND member.known_to = 'infinity' AND NOT member.withdrawn
WHERE claim_feed.feed = %(feed)s
