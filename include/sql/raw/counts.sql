{#- What decides about the file as a whole: rows that fail, rows that hold it, rows that may be loaded. -#}
SELECT
    (SELECT count(*) FROM {{ typed }}) AS rows_read,
    (SELECT count(DISTINCT row_number) FROM {{ failing }}) AS rows_failing,
    (SELECT min(rule) FROM {{ failing }} WHERE severity = 'hold') AS holding_rule,
    (SELECT count(*) FROM {{ typed }} WHERE repeated) AS rows_repeated;
