{#- Tells the planner how few rows fail, so that it looks them up in the large tables and not the other way round. -#}
ANALYZE {{ failing }};
