-- DuckDB. What the steps fill in, the strongest first: at most one link a person, and the pairs that a human has to
-- look at.
CREATE TABLE linked (person_id BIGINT PRIMARY KEY, member_ref VARCHAR NOT NULL, basis VARCHAR NOT NULL);
CREATE TABLE doubtful (
    person_id BIGINT, member_ref VARCHAR, reason VARCHAR NOT NULL, PRIMARY KEY (person_id, member_ref)
);
