{#- Nothing of a file stays in staging once it has been dealt with. -#}
DROP TABLE IF EXISTS {{ staged }}, {{ typed }}, {{ failing }};
