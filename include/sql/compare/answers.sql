{# The answers of two plans to one day, side by side: the measures that both have, where either says something else. #}
SELECT
    one.family_id,
    one.measure_id,
    one.status,
    one.reason_code,
    one.gap,
    one.gap_unit,
    one.sustained_on,
    one.earliest_on,
    other.status,
    other.reason_code,
    other.gap,
    other.gap_unit,
    other.sustained_on,
    other.earliest_on
FROM {{ a }}.measure_state AS one
INNER JOIN {{ b }}.measure_state AS other ON one.family_id = other.family_id AND one.measure_id = other.measure_id
WHERE
    (one.status, one.reason_code, one.gap, one.gap_unit, one.sustained_on, one.earliest_on)
    IS DISTINCT FROM (other.status, other.reason_code, other.gap, other.gap_unit, other.sustained_on, other.earliest_on)
ORDER BY one.measure_id, one.family_id
