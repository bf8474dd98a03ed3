INSERT INTO {{ failing }} (row_number, rule, severity, column_name, resolvable)
SELECT found.row_number, {{ rule }}, {{ severity }}, {{ column }}, {{ resolvable }}
FROM ({{ query }}) AS found;
