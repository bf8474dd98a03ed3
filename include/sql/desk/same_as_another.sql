-- PostgreSQL. The other members whom a person is said to be, confirmed or not.
WITH word AS (
    {% include "desk/word.sql" %}
)

SELECT member_ref
FROM word
WHERE
    feed = %(feed)s AND supplier = %(supplier)s AND person_ref = %(person_ref)s AND member_ref <> %(member_ref)s
    AND verdict = 'same'
