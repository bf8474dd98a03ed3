{#
Progress that was claimed and no longer holds, first seen on this day: sustained in the claim and on the newest night
before, and no longer now. Reported, never clawed back. Judged again, the day says what it says now.
#}
CREATE TEMPORARY TABLE regression_seen ON COMMIT DROP AS
SELECT
    claim.claim_id,
    claimed.measure_id,
    current.reason_code
FROM claims.claim AS claim
INNER JOIN claims.measure_state AS claimed
    ON
        claim.as_of = claimed.as_of
        AND claim.family_id = claimed.family_id
        AND claimed.status = 'sustained'
        AND NOT claimed.shadow
INNER JOIN claims.measure_state AS current
    ON
        current.as_of = {{ as_of }}
        AND claimed.family_id = current.family_id
        AND claimed.measure_id = current.measure_id
        AND current.status <> 'sustained'
INNER JOIN claims.measure_state AS before
    ON
        claimed.family_id = before.family_id
        AND claimed.measure_id = before.measure_id
        AND before.status = 'sustained'
        AND before.as_of = (
            SELECT max(night.as_of)
            FROM claims.family_state AS night
            WHERE night.family_id = claim.family_id AND night.as_of >= claim.as_of AND night.as_of < {{ as_of }}
        )
WHERE
    claim.status NOT IN ('withdrawn', 'rejected')
    AND claim.as_of < {{ as_of }}
{% for result_type, measure_id in personal_results %}
    AND (claim.result_type <> {{ result_type }} OR claimed.measure_id = {{ measure_id }})
{% endfor %};

DELETE FROM claims.regression
WHERE
    as_of = {{ as_of }}
    AND NOT EXISTS (
        SELECT 1 FROM regression_seen AS seen
        WHERE
            seen.claim_id = regression.claim_id
            AND seen.measure_id = regression.measure_id
            AND seen.reason_code IS NOT DISTINCT FROM regression.reason_code
    );

INSERT INTO claims.regression (claim_id, measure_id, regressed_on, reason_code, as_of, run_id)
SELECT
    claim_id,
    measure_id,
    {{ as_of }},
    reason_code,
    {{ as_of }},
    {{ run_id }}
FROM regression_seen
ON CONFLICT (claim_id, measure_id, regressed_on) DO NOTHING;

SELECT count(*) FROM claims.regression WHERE as_of = {{ as_of }};
