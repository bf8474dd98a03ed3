-- DuckDB. What a name, a day, a postcode or an identifier is once the ways of typing it are taken away; NULL where nothing is known.

-- Lower case, plain letters and digits, one space between words; what stands in brackets ("known as") is left out.
CREATE MACRO spoken(typed) AS trim(regexp_replace(
    regexp_replace(
        strip_accents(translate(
            replace(replace(replace(replace(
                lower(regexp_replace(typed, '\([^)]*\)', ' ', 'g')), 'æ', 'ae'), 'œ', 'oe'), 'ß', 'ss'), 'þ', 'th'),
            'łøđðı', 'loddi'
        )),
        '[\p{M}''’‘`´]', '', 'g'
    ),
    '[^\p{L}\p{N}]+', ' ', 'g'
));

CREATE MACRO untitled(words) AS regexp_replace(words, {{ titles }}, '');

CREATE MACRO forename_words(typed) AS CASE
    WHEN untitled(spoken(typed)) IN {{ placeholder_names }} THEN NULL
    WHEN regexp_matches(untitled(spoken(typed)), {{ placeholder_forenames }}) THEN NULL
    WHEN NOT regexp_matches(spoken(typed), '\p{L}') THEN NULL
    ELSE trim(regexp_replace(untitled(spoken(typed)), '\p{N}', '', 'g'))
END;

CREATE MACRO surname_letters(typed) AS CASE
    WHEN untitled(spoken(typed)) IN {{ placeholder_names }} THEN NULL
    ELSE nullif(regexp_replace(untitled(spoken(typed)), '[^\p{L}]', '', 'g'), '')
END;

CREATE MACRO day_typed(typed) AS (
    SELECT CASE WHEN parsed NOT IN {{ placeholder_dates }} THEN parsed END
    FROM (SELECT CAST(try_strptime(trim(typed), ['%Y-%m-%d', '%d/%m/%Y']) AS DATE) AS parsed)
);

CREATE MACRO compact(typed) AS upper(regexp_replace(typed, '[^A-Za-z0-9/]', '', 'g'));

CREATE MACRO postcode(typed) AS CASE
    WHEN regexp_matches(compact(typed), {{ placeholder_postcodes }}) THEN NULL
    WHEN regexp_full_match(compact(typed), '[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}')
        THEN left(compact(typed), -3) || ' ' || right(compact(typed), 3)
END;

-- An identifier is strong when it could have been issued, to one person and for good. One macro a type of identifier.

-- The sum of each digit times its weight, the first digit's weight given and the next ones a `step` further.
CREATE MACRO weighted(digits, first, step) AS list_sum(list_transform(
    range(0, length(digits)), lambda i: CAST(substr(digits, CAST(i AS INTEGER) + 1, 1) AS INTEGER) * (first + step * i)
));

-- A check letter and twelve digits. A temporary one (eleven digits and a letter) is a school's own, so not strong.
CREATE MACRO strong_upn(value) AS CASE
    WHEN regexp_full_match(value, '[A-HJ-NP-RT-Z][0-9]{12}') AND substr(value, 2) <> '000000000000'
        AND left(value, 1) = substr('ABCDEFGHJKLMNPQRTUVWXYZ', CAST(weighted(substr(value, 2), 2, 1) % 23 AS INTEGER) + 1, 1)
        THEN value
END;

-- Ten digits, the last of which makes the weighted sum divisible by eleven; ten times the same digit is nobody's.
CREATE MACRO strong_nhs_number(value) AS CASE
    WHEN regexp_full_match(value, '[0-9]{10}') AND value <> repeat(left(value, 1), 10)
        AND (weighted(left(value, 9), 10, -1) + CAST(right(value, 1) AS INTEGER)) % 11 = 0
        THEN value
END;

CREATE MACRO strong_nino(value) AS CASE
    WHEN regexp_full_match(value, '[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][0-9]{6}[A-D]')
        AND left(value, 2) NOT IN ('BG', 'GB', 'KN', 'NK', 'NT', 'TN', 'ZZ')
        THEN value
END;

CREATE MACRO strong_pnc_id(value) AS CASE
    WHEN regexp_full_match(value, '[0-9]{2}/[0-9]{7}[A-Z]') THEN value
END;
