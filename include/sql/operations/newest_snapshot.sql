{#- The newest snapshot that was accepted. -#}
SELECT complete_through, delivery_id
FROM operations.delivery
WHERE feed = {{ delivery.feed }} AND supplier = {{ delivery.supplier }} AND outcome = 'loaded'
ORDER BY complete_through DESC, delivery_id DESC
LIMIT 1;
