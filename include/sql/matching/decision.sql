-- PostgreSQL. The newest word on each pair, as known at an instant. A "same" that needs a second person counts once two
-- have said it, with nothing else said in between; until then it is `second_opinion`. What was undone was never said.
WITH known AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY feed, supplier, person_ref, member_ref ORDER BY decision_id DESC) AS place,
        count(*) FILTER (WHERE verdict <> 'same') OVER (
            PARTITION BY feed, supplier, person_ref, member_ref ORDER BY decision_id DESC
        ) AS others_since
    FROM matching.decision
    WHERE decided_at <= {{ at }}
),

agreed AS (
    SELECT feed, supplier, person_ref, member_ref
    FROM known
    WHERE others_since = 0
    GROUP BY feed, supplier, person_ref, member_ref
    HAVING NOT bool_or(second_needed) OR count(DISTINCT decided_by) > 1
)

SELECT
    k.feed,
    k.supplier,
    k.person_ref,
    k.member_ref,
    CASE WHEN k.verdict = 'same' AND a.feed IS NULL THEN 'second_opinion' ELSE k.verdict END AS verdict,
    k.seen_sha256
FROM known AS k
LEFT JOIN agreed AS a
    ON
        a.feed = k.feed
        AND a.supplier = k.supplier
        AND a.person_ref = k.person_ref
        AND a.member_ref = k.member_ref
WHERE k.place = 1 AND k.verdict <> 'undone'
