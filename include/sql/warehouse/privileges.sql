{# Who may read what. Run by every upgrade, so that new tables follow; what is not granted here is granted nowhere.
   `matcher_columns`: for each table in core, the columns that say who somebody is. #}
{% set database = Identifier(database) %}

-- Nobody comes in by default.
REVOKE ALL ON DATABASE {{ database }} FROM PUBLIC;
REVOKE ALL ON SCHEMA raw, core, matching, claims, catalogue, operations, bi FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA raw, core, matching, claims, catalogue, operations, bi FROM PUBLIC;
REVOKE ALL ON ALL ROUTINES IN SCHEMA claims FROM PUBLIC;
GRANT CONNECT ON DATABASE {{ database }} TO fop_loader, fop_analyst, fop_auditor, fop_matcher, fop_bi;

-- fop_loader: what the pipeline itself needs.
GRANT CREATE, TEMPORARY ON DATABASE {{ database }} TO fop_loader;
GRANT USAGE, CREATE ON SCHEMA raw, core, matching, claims, catalogue, operations, bi TO fop_loader;
GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES ON ALL TABLES
IN SCHEMA raw, core, matching, claims, catalogue, operations TO fop_loader;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA raw, core, matching, claims, catalogue, operations TO fop_loader;
GRANT SELECT ON ALL TABLES IN SCHEMA bi TO fop_loader;

-- fop_analyst and fop_auditor: results without names; the auditor down to the source row of a claim.
GRANT USAGE ON SCHEMA claims, catalogue, operations TO fop_analyst, fop_auditor;
GRANT SELECT ON ALL TABLES IN SCHEMA claims, catalogue, operations TO fop_analyst, fop_auditor;
REVOKE SELECT ON claims.evidence_row FROM fop_analyst;
REVOKE SELECT ON operations.quarantine FROM fop_analyst, fop_auditor;
GRANT SELECT (
    delivery_id, feed, row_number, column_name, rule, resolved_by, quarantined_at, resolved_at
) ON operations.quarantine TO fop_analyst, fop_auditor;

-- fop_matcher: the clerical-review tables, and the names that a reviewer compares.
GRANT USAGE ON SCHEMA matching, core TO fop_matcher;
GRANT SELECT ON ALL TABLES IN SCHEMA matching TO fop_matcher;
GRANT INSERT ON matching.decision TO fop_matcher;
{% for table, columns in matcher_columns.items() %}
GRANT SELECT (
    {% for column in columns %}
    {{ Identifier(column) }}{{ Sql("," if not loop.last else "") }}
    {% endfor %}
) ON core.{{ Identifier(table) }} TO fop_matcher;
{% endfor %}

-- fop_bi: dashboards.
GRANT USAGE ON SCHEMA bi, catalogue TO fop_bi;
GRANT SELECT ON ALL TABLES IN SCHEMA bi, catalogue TO fop_bi;

-- What is made between two upgrades, such as the partition of a new day, follows.
ALTER DEFAULT PRIVILEGES IN SCHEMA raw, core, matching, claims, catalogue, operations
GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES ON TABLES TO fop_loader;
ALTER DEFAULT PRIVILEGES IN SCHEMA raw, core, matching, claims, catalogue, operations
GRANT USAGE ON SEQUENCES TO fop_loader;
ALTER DEFAULT PRIVILEGES IN SCHEMA claims, catalogue GRANT SELECT ON TABLES TO fop_analyst, fop_auditor;
ALTER DEFAULT PRIVILEGES IN SCHEMA matching GRANT SELECT ON TABLES TO fop_matcher;
ALTER DEFAULT PRIVILEGES IN SCHEMA bi, catalogue GRANT SELECT ON TABLES TO fop_bi;
