-- How well the night matched each feed.
DELETE FROM operations.match_quality WHERE run_id = {{ run_id }};

INSERT INTO operations.match_quality (
    run_id, feed, rows, people,
    matched_identifier, matched_exact_key, matched_model, matched_decision, review, unmatched
)
SELECT
    {{ run_id }}, feed, rows, people,
    matched_identifier, matched_exact_key, matched_model, matched_decision, review, unmatched
FROM found_quality;
