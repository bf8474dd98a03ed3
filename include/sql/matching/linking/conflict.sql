-- DuckDB. What speaks against two people being one. Nothing known is no conflict (NULL in, FALSE out).

CREATE MACRO forms_of_one_name(a, b) AS
    list_has_any(a.families, b.families)
    OR list_has_any(a.families, b.first_families)
    OR list_has_any(a.first_families, b.families);

-- `a` and `b` are forenames as `person.sql` spells them out: letters, families of nicknames, initial.
CREATE MACRO forenames_conflict(a, b) AS coalesce(NOT (
    a.letters = b.letters
    OR jaro_winkler_similarity(a.letters, b.letters) >= {{ forename_similarity }}
    OR forms_of_one_name(a, b)
    OR ((a.initial OR b.initial) AND left(a.letters, 1) = left(b.letters, 1))
), FALSE);

CREATE MACRO dates_conflict(a, b) AS coalesce(NOT (
    a = b
    OR damerau_levenshtein(CAST(a AS VARCHAR), CAST(b AS VARCHAR)) <= {{ date_of_birth_edits }}
    OR (year(a) = year(b) AND month(a) = day(b) AND day(a) = month(b))
    OR (year(a) = year(b) AND (dayofyear(a) = 1 OR dayofyear(b) = 1))
), FALSE);

-- Forename and surname typed into each other's field: both are there, so neither is in conflict.
CREATE MACRO names_swapped(a, b) AS
    coalesce(a.forename_form.letters = b.surname AND a.surname = b.forename_form.letters, FALSE);

CREATE MACRO people_conflict(a, b) AS
    (forenames_conflict(a.forename_form, b.forename_form) AND NOT names_swapped(a, b))
    OR dates_conflict(a.date_of_birth, b.date_of_birth);

-- Whether two people, given as their identifiers by kind, carry different ones of the same kind.
CREATE MACRO identifiers_differ(a, b) AS
    {% for kind in identifiers %}
    coalesce(a.{{ Identifier(kind) }} <> b.{{ Identifier(kind) }}, FALSE){{ Sql(";" if loop.last else " OR") }}
    {% endfor %}
