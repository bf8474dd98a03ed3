{#- Which rows break which rules; filled from the query of each check that failed. -#}
DROP TABLE IF EXISTS {{ failing }};

CREATE UNLOGGED TABLE {{ failing }} (
    row_number integer NOT NULL,
    rule text NOT NULL,
    severity text NOT NULL,
    column_name text,
    resolvable boolean NOT NULL
) WITH (autovacuum_enabled = false);
