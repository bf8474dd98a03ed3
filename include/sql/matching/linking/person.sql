-- DuckDB. delivered -> person (one row a person of an agency), member (one row a member of a family), strong_identifier of both.
-- Of each detail the newest known one counts; a placeholder is nothing known.

CREATE TABLE described AS
WITH dated AS (
    SELECT
        *,
        row_number() OVER (
            ORDER BY delivered_through, delivery_id, row_number, feed, supplier, person_ref, record_key
        ) AS recency
    FROM delivered
)
SELECT
    feed, supplier, person_ref, forename, surname, date_of_birth, sex, postcode,
    {% for kind in identifiers %}
    {{ Identifier(kind) }},
    {% endfor %}
    max(recency) AS recency,
    count(*) AS records
FROM dated
GROUP BY ALL;

CREATE TABLE newest AS
WITH normalised AS (
    SELECT
        feed, supplier, person_ref, recency,
        forename_words(forename) AS forename_words,
        surname_letters(surname) AS surname,
        day_typed(date_of_birth) AS date_of_birth,
        nullif(upper(trim(sex)), '') AS sex,
        postcode(postcode) AS postcode
    FROM described
),

details AS (
    SELECT
        feed, supplier, person_ref,
        arg_max(forename_words, recency) FILTER (WHERE forename_words IS NOT NULL) AS forename_words,
        arg_max(surname, recency) FILTER (WHERE surname IS NOT NULL) AS surname,
        arg_max(date_of_birth, recency) FILTER (WHERE date_of_birth IS NOT NULL) AS date_of_birth,
        arg_max(sex, recency) FILTER (WHERE sex IS NOT NULL) AS sex,
        arg_max(postcode, recency) FILTER (WHERE postcode IS NOT NULL) AS postcode
    FROM normalised
    GROUP BY feed, supplier, person_ref
),

spelled AS (
    SELECT
        *,
        replace(forename_words, ' ', '') AS letters,
        split_part(forename_words, ' ', 1) AS first_word
    FROM details
)

SELECT
    s.feed, s.supplier, s.person_ref, s.surname, s.date_of_birth, s.sex, s.postcode,
    -- an initial is no forename to be found by
    CASE WHEN length(s.first_word) > 1 THEN s.letters END AS forename,
    CASE WHEN s.letters IS NOT NULL THEN {
        'letters': s.letters,
        'families': list_append(coalesce(whole.families, []), s.letters),
        'first_families': CASE
            WHEN s.first_word <> s.letters AND length(s.first_word) > 1
                THEN list_append(coalesce(first.families, []), s.first_word)
            ELSE []
        END,
        'initial': length(s.first_word) = 1
    } END AS forename_form
FROM spelled AS s
LEFT JOIN nickname AS whole ON whole.name = s.letters
LEFT JOIN nickname AS first ON first.name = s.first_word;

CREATE TABLE person AS
SELECT row_number() OVER (ORDER BY feed, supplier, person_ref) AS person_id, *
FROM newest
WHERE feed <> {{ members }};

CREATE TABLE member AS
SELECT person_ref AS member_ref, * EXCLUDE (feed, supplier, person_ref)
FROM newest
WHERE feed = {{ members }};

CREATE TABLE strong_identifier AS
WITH presented AS (
    {% for kind in identifiers %}
    SELECT feed, supplier, person_ref, recency, {{ kind }} AS kind, {{ Identifier("strong_" ~ kind) }}(compact({{ Identifier(kind) }})) AS value
    FROM described
    {{ Sql("" if loop.last else "UNION ALL") }}
    {% endfor %}
)
SELECT feed, supplier, person_ref, kind, arg_max(value, recency) AS value
FROM presented
WHERE value IS NOT NULL
GROUP BY feed, supplier, person_ref, kind;

CREATE TABLE person_identifier AS
SELECT p.person_id, i.kind, i.value
FROM strong_identifier AS i
INNER JOIN person AS p USING (feed, supplier, person_ref);

CREATE TABLE member_identifier AS
SELECT person_ref AS member_ref, kind, value
FROM strong_identifier
WHERE feed = {{ members }};

-- What the steps fill in, the strongest first: at most one link a person, and the pairs that a human has to look at.
CREATE TABLE linked (person_id BIGINT PRIMARY KEY, member_ref VARCHAR NOT NULL, basis VARCHAR NOT NULL);
CREATE TABLE doubtful (person_id BIGINT, member_ref VARCHAR, reason VARCHAR NOT NULL, PRIMARY KEY (person_id, member_ref));
