{# bi.feed_health: how fresh each feed is, how many of its people are matched and how many of its rows wait in quarantine. #}
{% import "bi/disclosure.sql" as disclosure %}
{% set cells %}
    SELECT latest.feed, part.part, part.families, FALSE AS fixed, FALSE AS hidden_elsewhere
    FROM (
        SELECT q.*, row_number() OVER (PARTITION BY q.feed ORDER BY q.run_id DESC) AS place
        FROM operations.match_quality AS q
    ) AS latest
    CROSS JOIN LATERAL (
        VALUES ('people', latest.people), ('review', latest.review), ('unmatched', latest.unmatched),
            ('matched', latest.people - latest.review - latest.unmatched)
    ) AS part (part, families)
    WHERE latest.place = 1
{% endset %}
{% set quarantined %}
    SELECT q.feed, count(DISTINCT (q.delivery_id, q.row_number)) AS families, FALSE AS fixed, FALSE AS hidden_elsewhere
    FROM operations.quarantine AS q
    WHERE q.resolved_at = 'infinity'
    GROUP BY q.feed
{% endset %}
CREATE OR REPLACE VIEW bi.feed_health WITH (security_barrier) AS
SELECT
    fresh.as_of,
    fresh.feed,
    contract.supplied_by AS agency,
    fresh.complete_through,
    fresh.days_silent,
    fresh.days_allowed,
    fresh.late,
    matching.people,
    matching.matched,
    matching.review,
    matching.unmatched,
    {{ disclosure.rate("matching.matched", "matching.people") }} AS matched_rate,
    CASE WHEN waiting.feed IS NULL THEN 0 ELSE {{ disclosure.shown("waiting.families", "waiting.hidden") }} END AS quarantined_rows
FROM operations.feed_freshness AS fresh
LEFT JOIN catalogue.feed AS contract ON fresh.feed = contract.feed
LEFT JOIN (
    SELECT
        cell.feed,
        max(cell.shown) FILTER (WHERE cell.part = 'people') AS people,
        max(cell.shown) FILTER (WHERE cell.part = 'matched') AS matched,
        max(cell.shown) FILTER (WHERE cell.part = 'review') AS review,
        max(cell.shown) FILTER (WHERE cell.part = 'unmatched') AS unmatched
    FROM (
        SELECT counted.*, {{ disclosure.shown("counted.families", "counted.hidden") }} AS shown
        FROM ({{ disclosure.control(cells, [("feed", "part = 'people'")], "feed", "part") }}) AS counted
    ) AS cell
    GROUP BY cell.feed
) AS matching ON fresh.feed = matching.feed
LEFT JOIN ({{ disclosure.control(quarantined, [("feed", "TRUE")], "feed", "feed") }}) AS waiting ON fresh.feed = waiting.feed;

{{ disclosure.comments("feed_health", "How fresh each feed is on the latest night, and how well its people are matched. Small numbers are suppressed, others rounded.", {
    "as_of": "The night.",
    "feed": "The feed.",
    "agency": "Who supplies it.",
    "complete_through": "The last day up to which it is complete.",
    "days_silent": "Days from there to the night.",
    "days_allowed": "Days of silence that its contract allows.",
    "late": "Whether it is silent for longer.",
    "people": "People in its records, rounded; null where suppressed or not yet matched.",
    "matched": "Those linked to a member, rounded; null where suppressed.",
    "review": "Those who wait for a person's decision, rounded; null where suppressed.",
    "unmatched": "Those who belong to no family of the programme, rounded; null where suppressed.",
    "matched_rate": "Matched people in percent, of the rounded numbers; null where either is suppressed.",
    "quarantined_rows": "Rows that wait in quarantine, rounded; null where suppressed.",
}) }}
