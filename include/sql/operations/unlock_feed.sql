SELECT pg_advisory_unlock(hashtextextended('ingest ' || {{ feed }}, 0));
