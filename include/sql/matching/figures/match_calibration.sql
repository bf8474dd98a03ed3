-- What reviewers said about pairs of each weight, beside what the model thought. The newest word on a pair counts, as
-- known at the night's instant; where it was "cannot tell", or taken back, nobody has said anything.
DELETE FROM operations.match_calibration WHERE run_id = {{ run_id }};

WITH word AS (
    SELECT DISTINCT ON (feed, supplier, person_ref, member_ref)
        verdict,
        weight
    FROM matching.decision
    WHERE decided_at <= {{ at }}
    ORDER BY feed, supplier, person_ref, member_ref, decision_id DESC
)

INSERT INTO operations.match_calibration (run_id, at_least, below, same, different, share_same, probability)
SELECT
    {{ run_id }},
    band,
    band + {{ band_bits }},
    count(*) FILTER (WHERE verdict = 'same'),
    count(*) FILTER (WHERE verdict = 'different'),
    round(avg((verdict = 'same')::integer), 4),
    round(avg((1 / (1 + power(2, -weight)))::numeric), 4)
FROM (
    SELECT verdict, weight, floor(weight / {{ band_bits }})::integer * {{ band_bits }} AS band
    FROM word
    WHERE verdict IN ('same', 'different') AND weight IS NOT NULL
) AS banded
GROUP BY band;
