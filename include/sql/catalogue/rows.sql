{# One table of the catalogue from its rows, handed over as one JSON text whose names are the table's columns. #}
INSERT INTO catalogue.{{ Identifier(table) }}
SELECT given.* FROM jsonb_populate_recordset(NULL::catalogue.{{ Identifier(table) }}, {{ rows }}::jsonb) AS given
