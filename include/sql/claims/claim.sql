{#
Tonight's claims, added with their first event and their evidence in the transaction that publishes the states they
rest on. Claims, events and evidence are only ever added to.
#}
CREATE TEMPORARY TABLE evidence_traced ON COMMIT DROP AS
WITH source AS (
{% for feed in feeds %}
    SELECT {{ feed }} AS feed, record_key, delivery_id, row_number, row_sha256, supplier
    FROM core.{{ Identifier(feed) }}
    WHERE known_from <= {{ known_at }} AND known_to > {{ known_at }} AND NOT withdrawn
        AND record_key IN (SELECT record_key FROM evidence_found WHERE feed = {{ feed }} AND counted_as <> 'absence')
    {%+ if not loop.last %}UNION ALL{% endif %}

{% endfor %}
)

SELECT DISTINCT ON (found.family_id, found.measure_id, found.counted_as, found.feed, found.record_key)
    found.family_id,
    found.measure_id,
    found.counted_as,
    found.feed,
    found.record_key,
    found.person_ref,
    found.event_on,
    delivery.file AS delivery_file,
    delivery.sha256 AS delivery_sha256,
    source.row_number,
    source.row_sha256,
    delivery.loaded_at
FROM evidence_found AS found
LEFT JOIN source ON found.feed = source.feed AND found.record_key = source.record_key AND found.counted_as <> 'absence'
LEFT JOIN operations.delivery AS delivery ON source.delivery_id = delivery.delivery_id
ORDER BY
    found.family_id,
    found.measure_id,
    found.counted_as,
    found.feed,
    found.record_key,
    found.person_ref,
    source.supplier;

CREATE TEMPORARY TABLE claim_added ON COMMIT DROP AS
WITH hashed AS (
    SELECT
        family_id,
        encode(sha256(convert_to(string_agg(
            concat_ws(
                '|', measure_id, counted_as, feed, record_key, person_ref, event_on, delivery_sha256, row_sha256
            ), chr(10)
            ORDER BY measure_id COLLATE "C", counted_as COLLATE "C", feed COLLATE "C", record_key COLLATE "C"
        ), 'UTF8')), 'hex') AS evidence_sha256
    FROM evidence_traced
    GROUP BY family_id
),

added AS (
    INSERT INTO claims.claim (
        family_id, result_type, claimable_on, as_of, amount, status, plan_version, evidence_sha256, run_id
    )
    SELECT
        found.family_id,
        found.result_type,
        found.claimable_on,
        {{ as_of }},
        found.amount,
        'candidate',
        {{ plan_version }},
        hashed.evidence_sha256,
        {{ run_id }}
    FROM claim_found AS found
    INNER JOIN hashed ON found.family_id = hashed.family_id
    ORDER BY found.family_id COLLATE "C"
    ON CONFLICT DO NOTHING
    RETURNING claim_id, family_id
)

SELECT
    claim_id,
    family_id
FROM added;

INSERT INTO claims.claim_event (claim_id, sequence, status, actor, reason)
SELECT
    claim_id,
    1,
    'candidate',
    'pipeline',
    'found by the night'
FROM claim_added;

INSERT INTO claims.evidence (
    claim_id, measure_id, counted_as, feed, record_key, person_ref, event_on,
    delivery_file, delivery_sha256, row_number, row_sha256, loaded_at
)
SELECT
    claim_added.claim_id,
    traced.measure_id,
    traced.counted_as,
    traced.feed,
    traced.record_key,
    traced.person_ref,
    traced.event_on,
    traced.delivery_file,
    traced.delivery_sha256,
    traced.row_number,
    traced.row_sha256,
    traced.loaded_at
FROM evidence_traced AS traced
INNER JOIN claim_added ON traced.family_id = claim_added.family_id;

SELECT count(*) FROM claim_added;
