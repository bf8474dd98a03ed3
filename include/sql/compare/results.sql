{# What two plans let a family claim, where they differ. #}
SELECT
    one.family_id,
    one.eligible,
    one.result_type,
    one.claimable_on,
    other.eligible,
    other.result_type,
    other.claimable_on
FROM {{ a }}.family_state AS one
INNER JOIN {{ b }}.family_state AS other ON one.family_id = other.family_id
WHERE
    (one.eligible, one.result_type, one.claimable_on)
    IS DISTINCT FROM (other.eligible, other.result_type, other.claimable_on)
ORDER BY one.family_id
