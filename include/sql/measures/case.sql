{#
The families that a measure can judge: those engaged before its cut-off (rules, the answer, step 1). `last_day` is c-1.
#}
{% import "measures/macros.sql" as say with context %}
DROP TABLE IF EXISTS {{ t("case") }};
CREATE TABLE {{ t("case") }} AS
SELECT
    families.family_id,
    families.engaged_on,
    measure_cut_off.cut_off,
    {{ say.add_days("measure_cut_off.cut_off", -1) }} AS last_day
FROM families
INNER JOIN measure_cut_off ON measure_cut_off.measure_id = {{ measure.measure }} AND families.engaged_on < measure_cut_off.cut_off;
