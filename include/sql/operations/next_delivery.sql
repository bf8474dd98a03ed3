{#- Numbers for deliveries, in the order in which they were received. -#}
SELECT nextval(pg_get_serial_sequence('operations.delivery', 'delivery_id'))
FROM generate_series(1, {{ how_many }});
