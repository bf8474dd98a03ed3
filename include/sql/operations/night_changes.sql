-- What a night took in and what it changed in the day that it published: nothing, if nothing new had arrived.
SELECT
    (SELECT count(*) FROM operations.delivery WHERE run_id = {{ run_id }})
    + (SELECT count(*) FROM claims.claim WHERE run_id = {{ run_id }})
    + (
        SELECT count(*)
        FROM claims.measure_state INNER JOIN operations.run USING (as_of, run_id)
        WHERE run.run_id = {{ run_id }}
    )
    + (
        SELECT count(*)
        FROM claims.family_state INNER JOIN operations.run USING (as_of, run_id)
        WHERE run.run_id = {{ run_id }}
    ) AS changes
