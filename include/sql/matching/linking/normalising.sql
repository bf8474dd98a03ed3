-- DuckDB. What a name, a day, a postcode or an identifier is once the ways of typing it are taken away; NULL where
-- nothing is known.

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

-- `words`: what was spoken, without titles.
CREATE MACRO untitled(words) AS regexp_replace(words, {{ titles }}, '');

CREATE MACRO is_placeholder(words) AS words IN {{ placeholder_names }};

CREATE MACRO is_placeholder_forename(words) AS
    is_placeholder(words) OR regexp_matches(words, {{ placeholder_forenames }});

-- A digit is no punctuation: Adult1 and Adult2 are two names, if only in somebody's made-up data.
CREATE MACRO letters(words) AS nullif(regexp_replace(words, '[^\p{L}\p{N}]', '', 'g'), '');

-- The words of a surname that may stand for all of it: Smith-Jones is known as Smith, van Dyck is not known as van.
CREATE MACRO surname_parts(words) AS list_filter(
    string_split(regexp_replace(words, '[^\p{L}\p{N} ]', '', 'g'), ' '),
    LAMBDA part: length(part) > 2 AND part NOT IN {{ surname_particles }}
);

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

CREATE MACRO digit(value, place) AS ascii(substr(value, place, 1)) - 48;

-- A check letter and twelve digits. A temporary one (eleven digits and a letter) is a school's own, so not strong.
CREATE MACRO strong_upn(value) AS CASE
    WHEN regexp_full_match(value, '[A-HJ-NP-RT-Z][0-9]{12}') AND substr(value, 2) <> '000000000000'
        AND left(value, 1) = substr('ABCDEFGHJKLMNPQRTUVWXYZ', 1 + (
            {% for place in range(2, 14) %}
            {{ Sql("" if loop.first else "+ ") }}digit(value, {{ place }}) * {{ place }}
            {% endfor %}
        ) % 23, 1)
        THEN value
END;

-- Ten digits, the last of which makes the weighted sum divisible by eleven; ten times the same digit is nobody's.
CREATE MACRO strong_nhs_number(value) AS CASE
    WHEN regexp_full_match(value, '[0-9]{10}') AND value <> repeat(left(value, 1), 10)
        AND (
            {% for place in range(1, 11) %}
            {{ Sql("" if loop.first else "+ ") }}digit(value, {{ place }}) * {{ 11 - place }}
            {% endfor %}
        ) % 11 = 0
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
