UPDATE operations.delivery
SET released_by = {{ actor }}, release_reason = {{ reason }}, released_at = clock_timestamp()
WHERE delivery_id = {{ delivery_id }} AND outcome = 'held';
