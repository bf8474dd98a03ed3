{#
The nights whose states need not be kept: not among the last so many, not a month's last, and no claim or window rests
on them. Any of them can be asked again, as known then.
#}
WITH night AS (
    SELECT
        as_of,
        row_number() OVER (ORDER BY as_of DESC) AS newness,
        row_number() OVER (PARTITION BY date_trunc('month', as_of) ORDER BY as_of DESC) AS newness_in_month
    FROM (SELECT DISTINCT as_of FROM claims.family_state) AS published
)

SELECT as_of
FROM night
WHERE
    newness > {{ nights_kept }}
    AND newness_in_month > 1
    AND as_of NOT IN (SELECT as_of FROM claims.claim)
    AND as_of NOT IN (SELECT evidence_cut_off FROM claims.claim_window)
ORDER BY as_of;
