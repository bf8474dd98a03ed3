{#- How many records a snapshot would withdraw, of how many that hold. -#}
{%- from "core/absent.sql" import absent -%}
SELECT
    (SELECT count(*) FROM ({{ absent(contract, core, typed, delivery.supplier) }}) AS a) AS to_withdraw,
    (
        SELECT count(*)
        FROM {{ core }}
        WHERE supplier = {{ delivery.supplier }} AND known_to = 'infinity' AND NOT withdrawn
    ) AS holding;
