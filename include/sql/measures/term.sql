{#
The school terms that the measures can meet, `[starts_on, ends_on)`, each with the 1 September of its academic year.
#}
DROP TABLE IF EXISTS term;
CREATE TABLE term AS
{% for term in terms %}
SELECT
    {{ term.academic_year }} AS academic_year,
    {{ term.term }} AS term,
    {{ term.starts_on }} AS starts_on,
    {{ term.ends_on }} AS ends_on,
    {{ term.year_starts_on }} AS year_starts_on
{%+ if not loop.last %}UNION ALL{% endif %}

{% endfor %};
