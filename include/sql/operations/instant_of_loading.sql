{#- The lock is shared among loads and ends with the transaction; operations/know_until_now takes it alone. -#}
SELECT pg_advisory_xact_lock_shared(hashtextextended('known until now', 0));

SELECT clock_timestamp();
