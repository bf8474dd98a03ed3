{#- Whether the table has never been loaded, and is this role's own to rebuild. -#}
SELECT
    NOT EXISTS (SELECT FROM {{ core }})
    AND pg_has_role(current_user, table_in_core.relowner, 'MEMBER')
FROM pg_class AS table_in_core
WHERE table_in_core.relname = {{ contract.feed }} AND table_in_core.relnamespace = 'core'::regnamespace;
