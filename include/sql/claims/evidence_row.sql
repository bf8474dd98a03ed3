{# claims.evidence_row: the auditors' way from a claim down to the source row. It reads core with its owner's rights, and
   yields a row only where a claim's evidence names it. `feeds`: those with a table in core, and their columns. #}
CREATE OR REPLACE VIEW claims.evidence_row WITH (security_barrier) AS
SELECT
    e.claim_id,
    e.measure_id,
    e.counted_as,
    e.feed,
    e.record_key,
    e.person_ref,
    e.event_on,
    e.delivery_file,
    e.delivery_sha256,
    e.row_number,
    e.row_sha256,
    e.loaded_at,
    s.source_row
FROM claims.evidence AS e
LEFT JOIN LATERAL (
    {% if not feeds %}
    SELECT NULL::jsonb AS source_row WHERE FALSE
    {% endif %}
    {% for feed, columns in feeds.items() %}
    (
        SELECT jsonb_build_object(
            {% for column in columns %}
            {{ column }}, c.{{ Identifier(column) }}{{ Sql("," if not loop.last else "") }}
            {% endfor %}
        ) AS source_row
        FROM core.{{ Identifier(feed) }} AS c
        WHERE e.feed = {{ feed }} AND c.record_key = e.record_key AND c.row_sha256 = e.row_sha256
        LIMIT 1
    )
    {{ Sql("UNION ALL" if not loop.last else "") }}
    {% endfor %}
) AS s ON TRUE;

COMMENT ON VIEW claims.evidence_row IS
    'The evidence of every claim with its source row (personal); null where nothing was found, or it was erased.';
{% for column, words in {
    "claim_id": "The claim.",
    "measure_id": "The measure, attendance_gate or practice_gate.",
    "counted_as": "baseline, progress, gate or absence.",
    "feed": "The feed.",
    "record_key": "The record's key; for absence, the member looked for.",
    "person_ref": "The member.",
    "event_on": "The day of the record; for absence, the day looked for through.",
    "delivery_file": "The file that brought it.",
    "delivery_sha256": "Hash of that file.",
    "row_number": "The row's number in it.",
    "row_sha256": "Hash of the row's content.",
    "loaded_at": "When the warehouse took it in.",
    "source_row": "The row as the agency delivered it.",
}.items() %}
COMMENT ON COLUMN claims.evidence_row.{{ Identifier(column) }} IS {{ words }};
{% endfor %}
