-- DuckDB. One of FEBRL4's two files, read into `source`, in the columns that the model compares.
CREATE TABLE {{ Identifier(side) }} AS
WITH spelled AS (
    SELECT
        * REPLACE (
            letters(spoken(given_name)) AS given_name,
            letters(spoken(surname)) AS surname,
            nullif(spoken(address_1), '') AS address_1,
            nullif(spoken(address_2), '') AS address_2,
            nullif(spoken(suburb), '') AS suburb
        ),
        CAST(try_strptime(date_of_birth, '%Y%m%d') AS DATE) AS born
    FROM source
)

SELECT
    {{ side }} AS source_dataset,
    split_part(s.rec_id, '-', 2) AS unique_id,
    s.given_name AS forename,
    coalesce(length(s.given_name) = 1, FALSE) AS is_initial,
    left(s.given_name, 1) AS initial_letter,
    list_append(coalesce(n.families, []), s.given_name) AS name_forms,
    s.surname,
    [s.surname] AS surname_parts,
    s.born AS date_of_birth,
    strftime(s.born, '%Y-%m-%d') AS birthday,
    s.street_number,
    s.address_1,
    s.address_2,
    s.suburb,
    s.postcode,
    s.state,
    s.soc_sec_id
FROM spelled AS s
LEFT JOIN nickname AS n ON n.name = s.given_name;
