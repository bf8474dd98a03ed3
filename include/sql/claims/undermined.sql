{#
Claims that are not sent yet, and that a link has undermined: one that was undone since, or one that was made late, of a
person whom the agency had named already. If what the claim needs no longer holds, in what reads that link's feed, the
claim is withdrawn; a later night may claim the family again. Newly delivered records make no claim wrong: progress that
did not last is a regression. Claims that are sent stay, and are listed in matching.touched_claim.
#}
CREATE TEMPORARY TABLE claim_undermined ON COMMIT DROP AS
WITH touched AS (
    SELECT
        touched.claim_id,
        touched.feed,
        touched.supplier,
        touched.person_ref,
        touched.change,
        claim_feed.known_at
    FROM matching.touched_claim AS touched
    INNER JOIN matching.claim_feed AS claim_feed
        ON touched.claim_id = claim_feed.claim_id AND touched.feed = claim_feed.feed
    WHERE touched.at <= {{ known_at }}
),

undone_or_late AS (
    SELECT claim_id, feed, TRUE AS undone FROM touched WHERE change = 'link_ended'
{% for feed, person_ref in people.items() %}
    UNION ALL
    SELECT touched.claim_id, touched.feed, FALSE
    FROM touched
    WHERE
        touched.change = 'link_begun' AND touched.feed = {{ feed }}
        AND EXISTS (
            SELECT 1 FROM core.{{ Identifier(feed) }} AS record
            WHERE
                record.supplier = touched.supplier AND record.{{ Identifier(person_ref) }} = touched.person_ref
                AND record.known_from <= touched.known_at
        )
{% endfor %}
),

reads (blocker, feed) AS (
    VALUES
{% for blocker, feed in reads %}
    ({{ blocker }}, {{ feed }}){% if not loop.last %},{% endif %}

{% endfor %}
)

SELECT
    claim.claim_id,
    CASE WHEN bool_or(changed.undone) THEN 'link_undone' ELSE 'link_added' END AS reason
FROM undone_or_late AS changed
INNER JOIN claims.claim AS claim ON changed.claim_id = claim.claim_id AND claim.as_of <= {{ as_of }}
INNER JOIN claims.blocker AS blocker
    ON
        blocker.as_of = {{ as_of }}
        AND claim.family_id = blocker.family_id
        AND claim.result_type = blocker.result_type
WHERE
    claim.status IN ('candidate', 'sampled', 'approved')
    AND (
        blocker.kind = 'eligibility'
        OR EXISTS (
            SELECT 1 FROM reads WHERE reads.blocker = blocker.blocker AND reads.feed = changed.feed
        )
    )
GROUP BY claim.claim_id;

-- A claim that somebody sends at this very moment is sent, and stays.
CREATE TEMPORARY TABLE claim_withdrawn ON COMMIT DROP AS
WITH changed AS (
    UPDATE claims.claim AS claim
    SET status = 'withdrawn'
    FROM claim_undermined AS undermined
    WHERE claim.claim_id = undermined.claim_id AND claim.status IN ('candidate', 'sampled', 'approved')
    RETURNING claim.claim_id, undermined.reason
)

SELECT claim_id, reason FROM changed;

INSERT INTO claims.claim_event (claim_id, sequence, status, actor, reason)
SELECT
    withdrawn.claim_id,
    max(event.sequence) + 1,
    'withdrawn',
    'pipeline',
    withdrawn.reason
FROM claim_withdrawn AS withdrawn
INNER JOIN claims.claim_event AS event ON withdrawn.claim_id = event.claim_id
GROUP BY withdrawn.claim_id, withdrawn.reason;

SELECT count(*) FROM claim_withdrawn;
