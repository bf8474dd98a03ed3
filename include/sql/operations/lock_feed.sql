SELECT pg_advisory_lock(hashtextextended('ingest ' || {{ feed }}, 0));
