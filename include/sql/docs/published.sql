-- Every column that readers outside the pipeline may use, with its table's comment and its own, its place in the key,
-- and which roles may read it. Partitions are their table's.
SELECT
    n.nspname AS schema_name,
    obj_description(n.oid, 'pg_namespace') AS schema_comment,
    c.relname AS table_name,
    obj_description(c.oid, 'pg_class') AS table_comment,
    a.attname AS column_name,
    format_type(a.atttypid, a.atttypmod) AS type_name,
    coalesce(key.place, 0) AS key_place,
    a.attnotnull AS filled,
    col_description(c.oid, a.attnum) AS column_comment,
    array(
        SELECT role.rolname
        FROM pg_roles AS role
        WHERE role.rolname IN {{ roles }} AND has_column_privilege(role.oid, c.oid, a.attnum, 'SELECT')
        ORDER BY role.rolname
    ) AS readers
FROM pg_class AS c
INNER JOIN pg_namespace AS n ON c.relnamespace = n.oid
INNER JOIN pg_attribute AS a ON c.oid = a.attrelid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN LATERAL (
    SELECT position.place
    FROM pg_index AS i
    CROSS JOIN unnest(i.indkey) WITH ORDINALITY AS position (attnum, place)
    WHERE i.indrelid = c.oid AND i.indisprimary AND position.attnum = a.attnum
) AS key ON TRUE
WHERE n.nspname IN {{ schemas }} AND c.relkind IN ('r', 'p', 'v') AND NOT c.relispartition
    AND c.relname NOT IN {{ unpublished }}
ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C", a.attnum
