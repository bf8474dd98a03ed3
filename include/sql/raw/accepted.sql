{#- The rows that may be loaded: they break nothing that sets a row aside, and repeat no other row. -#}
{%- macro accepted(typed, failing) -%}
SELECT t.*
FROM {{ typed }} AS t
WHERE
    t.repeated IS NOT TRUE
    AND NOT EXISTS (SELECT FROM {{ failing }} AS f WHERE f.row_number = t.row_number)
{%- endmacro -%}
