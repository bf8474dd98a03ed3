-- DuckDB. The twin register: where more than one child (or grown-up) of like surname was born on one day at one
-- postcode, as far as any feed knows. There, a forename that is only nearly a member's may be the other twin's.

CREATE TABLE twin AS
WITH known AS (
    SELECT feed, supplier, person_ref, forename_form, surname, date_of_birth, postcode
    FROM newest
    WHERE surname IS NOT NULL AND date_of_birth IS NOT NULL AND NOT forename_form.initial
),

shared AS (
    SELECT date_of_birth
    FROM known
    GROUP BY date_of_birth
    HAVING count(DISTINCT forename_form.letters) > 1
),

at_birth AS (SELECT k.* FROM known AS k SEMI JOIN shared AS s USING (date_of_birth))

SELECT DISTINCT one.date_of_birth, one.postcode
FROM at_birth AS one
INNER JOIN at_birth AS other
    ON other.date_of_birth = one.date_of_birth AND other.forename_form.letters <> one.forename_form.letters
WHERE
    one.postcode IS NOT NULL
    -- Who has no address is taken to live with whoever has the very same surname.
    AND (
        (
            other.postcode = one.postcode
            AND jaro_winkler_similarity(one.surname, other.surname) >= {{ surname_similarity }}
        )
        OR (other.postcode IS NULL AND other.surname = one.surname)
    )
    -- One register spells one person once; what two registers spell is two people's where no slip explains it.
    AND (
        (one.feed = other.feed AND one.supplier = other.supplier AND one.person_ref <> other.person_ref)
        OR forenames_conflict(one.forename_form, other.forename_form)
    );
