-- The two databases, each with an owner of its own, and nothing shared between them. Run once by an administrator:
-- docker-compose.yaml hands it to a new server, and it can be given to psql for any other. It may be run again.
-- The owners' passwords come from the environment, so that no command line shows them.

\getenv warehouse_password WAREHOUSE_PASSWORD
\getenv airflow_password AIRFLOW_DATABASE_PASSWORD

\if :{?warehouse_password}
\else
\warn 'WAREHOUSE_PASSWORD is not set'
\quit 3
\endif
\if :{?airflow_password}
\else
\warn 'AIRFLOW_DATABASE_PASSWORD is not set'
\quit 3
\endif

-- The warehouse's owner makes the readers' roles (fop_analyst and the others) and grants to them.
SELECT 'CREATE ROLE warehouse LOGIN CREATEROLE' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'warehouse') \gexec
SELECT 'CREATE ROLE airflow LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'airflow') \gexec
ALTER ROLE warehouse PASSWORD :'warehouse_password';
ALTER ROLE airflow PASSWORD :'airflow_password';

SELECT 'CREATE DATABASE warehouse OWNER warehouse' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'warehouse') \gexec
SELECT 'CREATE DATABASE airflow OWNER airflow' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'airflow') \gexec
REVOKE ALL ON DATABASE warehouse, airflow FROM PUBLIC;
