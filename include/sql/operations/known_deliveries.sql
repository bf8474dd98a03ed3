{#- The deliveries of a feed that have been dealt with. A held one that somebody has released since is to be
    done again. -#}
SELECT
    delivery_id,
    supplier,
    covers_from,
    complete_through,
    sha256,
    file,
    stamp,
    outcome = 'held' AND released_at IS NOT NULL AS released
FROM operations.delivery
WHERE feed = {{ feed }} AND outcome IS NOT NULL;
