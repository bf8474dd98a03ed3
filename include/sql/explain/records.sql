{#
Every record of the family's people in the feeds that a measure reads: what it counted as, or why it did not count, and
the row of the delivery that it came from. Reads the work schema in which the measure was asked, and core.
#}
WITH considered AS (
    SELECT feed, record_key, person_ref, event_on, counted_as, left_out
    FROM {{ Identifier("considered_" ~ measure.measure | lower) }}
),

family_person AS (
    SELECT DISTINCT person_ref FROM person
),

passed_over AS (
{% for feed, day in dated.items() %}
    SELECT
        {{ feed }} AS feed,
        record.record_key,
        record.person_ref,
        {% if day == "term" %}term.ends_on - 1{% else %}record.{{ Identifier(day) }}{% endif %} AS event_on
    FROM {{ Identifier(feed) }} AS record
    INNER JOIN family_person ON record.person_ref = family_person.person_ref
{% if day == "term" %}
    LEFT JOIN term ON record.academic_year = term.academic_year AND record.term = term.term
{% endif %}
    WHERE NOT EXISTS (
        SELECT 1 FROM considered
        WHERE considered.feed = {{ feed }} AND considered.record_key = record.record_key AND considered.person_ref = record.person_ref
    )
    {%+ if not loop.last %}UNION ALL{% endif %}

{% endfor %}
),

withdrawn AS (
{% for feed in dated %}
    SELECT
        {{ feed }} AS feed,
        gone.record_key,
        link.member_ref AS person_ref,
        gone.delivery_id,
        gone.row_number,
        gone.row_sha256,
        gone.known_from
    FROM core.{{ Identifier(feed) }} AS gone
    INNER JOIN core.{{ Identifier(feed) }} AS before
        ON gone.record_key = before.record_key AND gone.supplier = before.supplier AND gone.known_from = before.known_to
    INNER JOIN matching.link AS link
        ON
            link.feed = {{ feed }}
            AND link.supplier = before.supplier
            AND link.person_ref = before.person_ref
            AND link.valid_from <= {{ known_at }}
            AND link.valid_to > {{ known_at }}
    INNER JOIN family_person ON link.member_ref = family_person.person_ref
    WHERE gone.withdrawn AND gone.known_from <= {{ known_at }} AND gone.known_to > {{ known_at }}
    {%+ if not loop.last %}UNION{% endif %}

{% endfor %}
),

source AS (
{% for feed in dated %}
    SELECT {{ feed }} AS feed, record_key, delivery_id, row_number, row_sha256
    FROM core.{{ Identifier(feed) }}
    WHERE known_from <= {{ known_at }} AND known_to > {{ known_at }} AND NOT withdrawn
        AND record_key IN (SELECT record_key FROM considered UNION ALL SELECT record_key FROM passed_over)
    {%+ if not loop.last %}UNION ALL{% endif %}

{% endfor %}
),

found AS (
    SELECT considered.*, source.delivery_id, source.row_number, source.row_sha256
    FROM considered
    LEFT JOIN source ON considered.feed = source.feed AND considered.record_key = source.record_key
    UNION ALL
    SELECT
        passed_over.feed,
        passed_over.record_key,
        passed_over.person_ref,
        passed_over.event_on,
        NULL,
        CASE WHEN passed_over.event_on >= cut_off.cut_off THEN 'on_or_after_cut_off' ELSE 'person_not_judged' END,
        source.delivery_id,
        source.row_number,
        source.row_sha256
    FROM passed_over
    INNER JOIN measure_cut_off AS cut_off ON cut_off.measure_id = {{ measure.measure }}
    LEFT JOIN source ON passed_over.feed = source.feed AND passed_over.record_key = source.record_key
    UNION ALL
    SELECT feed, record_key, person_ref, NULL, NULL, 'withdrawn', delivery_id, row_number, row_sha256
    FROM withdrawn
)

SELECT DISTINCT
    found.feed,
    found.record_key,
    found.person_ref,
    found.event_on,
    found.counted_as,
    found.left_out,
    delivery.file AS delivery_file,
    delivery.sha256 AS delivery_sha256,
    found.row_number,
    found.row_sha256,
    delivery.loaded_at
FROM found
LEFT JOIN operations.delivery AS delivery ON found.delivery_id = delivery.delivery_id
ORDER BY found.event_on NULLS LAST, found.feed, found.record_key, found.person_ref, found.counted_as;
