-- What the night's tests found, and which links a person's decision has ended.
WITH overturned AS (
    SELECT feed, supplier, person_ref, member_ref, max(valid_to) AS at
    FROM matching.link
    WHERE
        end_reason = 'decided'
        AND valid_to <= {{ at }} AND valid_to > {{ at }} - make_interval(days => {{ overturned_days }})
    GROUP BY feed, supplier, person_ref, member_ref
),

counted AS (
    SELECT feed, count(*) AS lately, count(*) FILTER (WHERE at = {{ at }}) AS tonight
    FROM overturned
    GROUP BY feed
)

UPDATE operations.match_quality AS q
SET
    blind_people = t.blind_people,
    blind_linked = t.blind_linked,
    blind_right = t.blind_right,
    blind_review = t.blind_review,
    decoy_automatic = t.decoy_automatic,
    decoy_links = t.decoy_links,
    overturned = coalesce(c.tonight, 0),
    overturned_lately = coalesce(c.lately, 0)
FROM found_test AS t
LEFT JOIN counted AS c ON c.feed = t.feed
WHERE q.run_id = {{ run_id }} AND q.feed = t.feed;
