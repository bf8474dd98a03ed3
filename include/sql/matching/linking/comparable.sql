-- DuckDB. person and member in the columns that the model compares (outcomes/matching/comparisons.py).
{% for table, source, key in (("person", "agency", "person_id"), ("member", "programme", "member_id")) %}

CREATE TABLE {{ Identifier(source) }} AS
SELECT
    {{ source }} AS source_dataset,
    {{ Identifier(key) }} AS unique_id,
    forename_form.letters AS forename,
    coalesce(forename_form.initial, FALSE) AS is_initial,
    left(forename_form.letters, 1) AS initial_letter,
    list_concat(forename_form.families, forename_form.first_families) AS name_forms,
    surname,
    surname_parts,
    date_of_birth,
    strftime(date_of_birth, '%Y-%m-%d') AS birthday,
    year(date_of_birth) AS birth_year,
    postcode,
    CASE WHEN sex IN ('F', 'M') THEN sex END AS sex
    {% for kind in identifiers %}
    , identifiers.{{ Identifier(kind) }} AS {{ Identifier(kind) }}
    {% endfor %}
FROM {{ Identifier(table) }};
{% endfor %}
