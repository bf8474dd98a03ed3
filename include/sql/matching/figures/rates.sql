-- DuckDB. Of how many members the agencies know anything, by age, sex and district: in each feed, and in any of them.
-- The members are counted, not the agencies' people: whether a girl is found less often than a boy is a question about
-- matching; how many of an agency's people are on the programme is not.
CREATE TABLE found_rate AS
WITH aged AS (
    SELECT
        m.member_ref,
        m.sex,
        d.district,
        date_sub('year', m.date_of_birth, {{ as_of }}) AS age
    FROM member AS m
    LEFT JOIN member_district AS d ON d.member_ref = m.member_ref
),

described_member AS (
    SELECT
        member_ref,
        coalesce(CASE
            {% for band in age_bands | reverse %}
            WHEN age >= {{ band.first }} THEN {{ band.name }}
            {% endfor %}
        END, 'not known') AS age_band,
        coalesce(sex, 'not known') AS sex,
        coalesce(district, 'not known') AS district
    FROM aged
),

part AS (
    SELECT member_ref, 'age_band' AS part, age_band AS value FROM described_member
    UNION ALL
    SELECT member_ref, 'sex' AS part, sex AS value FROM described_member
    UNION ALL
    SELECT member_ref, 'district' AS part, district AS value FROM described_member
),

asked_about AS (SELECT DISTINCT feed, member_ref FROM found_review),

search AS (
    SELECT s.feed, s.member_ref, s.found, a.feed IS NOT NULL AS asked
    FROM found_search AS s
    LEFT JOIN asked_about AS a ON a.feed = s.feed AND a.member_ref = s.member_ref
),

searched AS (
    SELECT feed, member_ref, found, asked FROM search
    UNION ALL
    SELECT 'any' AS feed, member_ref, bool_or(found) AS found, bool_or(asked) AS asked FROM search GROUP BY member_ref
)

SELECT
    s.feed,
    p.part,
    p.value,
    count(*) AS members,
    count(*) FILTER (WHERE s.found) AS found,
    count(*) FILTER (WHERE s.asked AND NOT s.found) AS waiting
FROM searched AS s
INNER JOIN part AS p ON p.member_ref = s.member_ref
GROUP BY s.feed, p.part, p.value;
