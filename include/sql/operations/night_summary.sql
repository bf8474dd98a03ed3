-- What a night did, a line a fact, in the order in which it is told.
WITH published AS (
    SELECT family_id, run_id, result_type
    FROM claims.family_state
    WHERE as_of = (SELECT as_of FROM operations.run WHERE run_id = {{ run_id }})
),

facts (place, what, item, many) AS (
    SELECT 1, 'deliveries', outcome, count(*)
    FROM operations.delivery
    WHERE run_id = {{ run_id }}
    GROUP BY outcome
    UNION ALL
    SELECT 2, 'rows', unnest(ARRAY['read', 'loaded', 'unchanged', 'superseded', 'quarantined', 'withdrawn']),
        unnest(ARRAY[
            sum(rows_read), sum(rows_loaded), sum(rows_unchanged),
            sum(rows_superseded), sum(rows_quarantined), sum(rows_withdrawn)
        ])
    FROM operations.delivery
    WHERE run_id = {{ run_id }}
    UNION ALL
    SELECT 3, 'late feeds', '', count(*) FROM operations.feed_freshness WHERE late AND run_id = {{ run_id }}
    UNION ALL
    SELECT 4, 'people', unnest(ARRAY['matched', 'waiting for a reviewer', 'in no family']),
        unnest(ARRAY[
            sum(matched_identifier + matched_exact_key + matched_model + matched_decision), sum(review), sum(unmatched)
        ])
    FROM operations.match_quality
    WHERE run_id = {{ run_id }}
    UNION ALL
    SELECT 5, 'unusual match rates', format(
        '%% of %s (usual: %s%% to %s%%)', feed, round(100 * lowest), round(100 * highest)
    ), round(100 * rate)::bigint
    FROM operations.match_range
    WHERE unusual AND run_id = {{ run_id }}
    UNION ALL
    SELECT 6, 'families', unnest(ARRAY['judged', 'with a result']), unnest(ARRAY[count(*), count(result_type)])
    FROM published
    UNION ALL
    SELECT 7, 'applicable problems', status, count(*)
    FROM claims.problem_state
    WHERE applicable AND as_of = (SELECT as_of FROM operations.run WHERE run_id = {{ run_id }})
    GROUP BY status
    UNION ALL
    SELECT 8, 'claims found', '', count(*) FROM claims.claim WHERE run_id = {{ run_id }}
)

SELECT what, item, many FROM facts WHERE many IS NOT NULL ORDER BY place, item
