"""Prints the faults of every SQL file, and fails if there is one."""

import sys

from outcomes.sql_rules import DECLARED, check_all

faults = check_all(DECLARED)
for fault in faults:
    print(fault)
sys.exit(1 if faults else 0)
