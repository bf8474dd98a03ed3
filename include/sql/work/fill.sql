{#
What was known at an instant, from core and matching into the work schema: the programme's own records as they are, and
every agency's records of the people who are matched to a member.
#}
INSERT INTO families
SELECT
    family_id,
    engaged_on,
    assessed_on,
    plan_agreed_on,
    lead_worker IS NOT NULL AS has_lead_worker,
    closed_on,
    closure,
    district
FROM core.families
WHERE known_from <= {{ known_at }} AND known_to > {{ known_at }} AND NOT withdrawn;

{% for feed, columns in programme.items() %}
INSERT INTO {{ Identifier(feed) }}
SELECT
{% for column in columns %}
    {{ Identifier(column) }}{% if not loop.last %},{% endif %}

{% endfor %}
FROM core.{{ Identifier(feed) }}
WHERE known_from <= {{ known_at }} AND known_to > {{ known_at }} AND NOT withdrawn;
{% endfor %}

-- Somebody of a family that the programme does not list is nobody's to judge.
DELETE FROM members WHERE NOT EXISTS (SELECT 1 FROM families WHERE families.family_id = members.family_id);

{% for feed, columns in agencies.items() %}
INSERT INTO {{ Identifier(feed) }}
SELECT
    link.member_ref,
    r.record_key{% for column in columns %},
    r.{{ Identifier(column) }}{% endfor %}

FROM core.{{ Identifier(feed) }} AS r
INNER JOIN (
    SELECT DISTINCT supplier, person_ref, member_ref
    FROM matching.link
    WHERE feed = {{ feed }} AND valid_from <= {{ known_at }} AND valid_to > {{ known_at }}
) AS link ON r.supplier = link.supplier AND r.person_ref = link.person_ref
WHERE r.known_from <= {{ known_at }} AND r.known_to > {{ known_at }} AND NOT r.withdrawn;
{% endfor %}

INSERT INTO coverage (feed, complete_through)
{% include "operations/coverage.sql" %};

{% set at = known_at %}
INSERT INTO undecided_match (feed, person_ref)
{% include "matching/undecided_match.sql" %};

INSERT INTO quarantined_record (feed, person_ref)
{% include "matching/quarantined_record.sql" %};

-- Claims that stood at that instant: neither withdrawn nor rejected. An employment claim names its adult.
INSERT INTO prior_claim (claim_id, family_id, result_type, as_of, person_ref)
SELECT DISTINCT
    claim.claim_id,
    claim.family_id,
    claim.result_type,
    claim.as_of,
    evidence.person_ref
FROM claims.claim AS claim
INNER JOIN claims.claim_event AS event
    ON
        claim.claim_id = event.claim_id
        AND event.sequence = (
            SELECT max(newest.sequence)
            FROM claims.claim_event AS newest
            WHERE newest.claim_id = claim.claim_id AND newest.at <= {{ known_at }}
        )
LEFT JOIN claims.evidence AS evidence
    ON
        claim.claim_id = evidence.claim_id
        AND evidence.counted_as = 'progress'
        AND (claim.result_type, evidence.measure_id) IN (
{% for result_type, measure_id in personal_results %}
            ({{ result_type }}, {{ measure_id }}){% if not loop.last %},{% endif %}

{% else %}
            (NULL, NULL)
{% endfor %}
        )
WHERE event.status NOT IN ('withdrawn', 'rejected');

{% for table in tables %}
ANALYZE {{ Identifier(table.name) }};
{% endfor %}
