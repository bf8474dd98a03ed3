-- DuckDB. The night in one row, in the order of MatchResult.
SELECT
    (SELECT count(*) FROM member) AS members,
    coalesce(sum("rows"), 0)::BIGINT AS "rows",
    coalesce(sum(people), 0)::BIGINT AS people,
    coalesce(sum(matched_decision), 0)::BIGINT AS decision,
    coalesce(sum(matched_identifier), 0)::BIGINT AS identifier,
    coalesce(sum(matched_exact_key), 0)::BIGINT AS exact_key,
    coalesce(sum(matched_model), 0)::BIGINT AS model,
    coalesce(sum(review), 0)::BIGINT AS review,
    coalesce(sum(unmatched), 0)::BIGINT AS unmatched,
    (SELECT count(*) FROM begun_link) AS begun,
    (SELECT count(*) FROM ended_link) AS ended,
    (SELECT count(DISTINCT (delivery_id, row_number)) FROM quarantine_match) AS quarantined
FROM found_quality
