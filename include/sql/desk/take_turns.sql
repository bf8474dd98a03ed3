-- PostgreSQL. Held until the transaction ends.
SELECT pg_advisory_xact_lock(
    hashtextextended(concat_ws('|', 'decide', %(feed)s::text, %(supplier)s::text, %(person_ref)s::text), 0)
)
