-- DuckDB. delivered -> person (one row a person of an agency) and member (one row a member of a family).
-- Of each detail the newest known value counts; a placeholder is nothing known.

-- Every way in which somebody has been described, and how recently.
CREATE TABLE described AS
WITH dated AS (
    SELECT
        *,
        row_number() OVER (ORDER BY delivered_through, delivery_id, row_number, record_key) AS recency
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

-- Every name as it was typed, once, with what is left of it as a forename and as a surname.
CREATE TABLE spelling AS
WITH typed AS (
    SELECT forename AS typed FROM described
    UNION
    SELECT surname AS typed FROM described
    UNION
    SELECT forename AS typed FROM quarantined
    UNION
    SELECT surname AS typed FROM quarantined
),

worded AS (SELECT typed, untitled(spoken(typed)) AS words FROM typed WHERE typed IS NOT NULL),

lettered AS (SELECT typed, words, letters(words) AS letters FROM worded),

spelled AS (
    SELECT
        typed,
        CASE WHEN NOT is_placeholder_forename(words) THEN letters END AS forename,
        letters(split_part(words, ' ', 1)) AS first_word,
        CASE WHEN NOT is_placeholder(words) THEN letters END AS surname,
        CASE WHEN NOT is_placeholder(words) THEN surname_parts(words) END AS surname_parts
    FROM lettered
)

SELECT
    s.typed,
    s.surname,
    s.surname_parts,
    CASE WHEN s.forename IS NOT NULL THEN {
        'letters': s.forename,
        'families': list_append(coalesce(whole.families, []), s.forename),
        'first_families': CASE
            WHEN s.first_word <> s.forename AND length(s.first_word) > 1
                THEN list_append(coalesce(first.families, []), s.first_word)
            ELSE []
        END,
        'initial': coalesce(length(s.first_word) = 1, FALSE)
    } END AS forename
FROM spelled AS s
LEFT JOIN nickname AS whole ON whole.name = s.forename
LEFT JOIN nickname AS first ON first.name = s.first_word;

CREATE TABLE newest AS
WITH normalised AS (
    SELECT
        d.feed, d.supplier, d.person_ref, d.recency,
        f.forename,
        s.surname,
        s.surname_parts,
        day_typed(d.date_of_birth) AS date_of_birth,
        nullif(upper(trim(d.sex)), '') AS sex,
        postcode(d.postcode) AS postcode,
        {% for kind in identifiers %}
        {{ Sql("" if loop.first else ", ") }}{{ Identifier("strong_" ~ kind) }}(compact(d.{{ Identifier(kind) }}))
            AS {{ Identifier(kind) }}
        {% endfor %}
    FROM described AS d
    LEFT JOIN spelling AS f ON f.typed = d.forename
    LEFT JOIN spelling AS s ON s.typed = d.surname
),

details AS (
    SELECT
        feed, supplier, person_ref,
        arg_max(forename, recency) FILTER (WHERE forename IS NOT NULL) AS forename_form,
        arg_max(surname_parts, recency) FILTER (WHERE surname IS NOT NULL) AS surname_parts,
        {% for detail in ("surname", "date_of_birth", "sex", "postcode") %}
        arg_max({{ Identifier(detail) }}, recency) FILTER (WHERE {{ Identifier(detail) }} IS NOT NULL)
            AS {{ Identifier(detail) }},
        {% endfor %}
        {
            {% for kind in identifiers %}
            {{ Sql("" if loop.first else ", ") }}{{ kind }}:
                arg_max({{ Identifier(kind) }}, recency) FILTER (WHERE {{ Identifier(kind) }} IS NOT NULL)
            {% endfor %}
        } AS identifiers
    FROM normalised
    GROUP BY feed, supplier, person_ref
)

-- An initial is no forename to be found by.
SELECT *, CASE WHEN NOT forename_form.initial THEN forename_form.letters END AS forename
FROM details;

CREATE TABLE person AS
SELECT row_number() OVER (ORDER BY feed, supplier, person_ref) AS person_id, *
FROM newest
WHERE feed <> {{ members }};

CREATE TABLE member AS
SELECT
    row_number() OVER (ORDER BY person_ref) AS member_id,
    person_ref AS member_ref,
    * EXCLUDE (feed, supplier, person_ref)
FROM newest
WHERE feed = {{ members }};
