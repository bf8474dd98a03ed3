"""What the project's SQL may not say, so that two runs cannot differ and a rule stands in the plan alone.

    python -m outcomes.sql_rules

It reads the templates as they are written, all branches of them, and names file and line. What a window, a `DISTINCT
ON`, an aggregated list or a limit is ordered by has to end in a unique key: `declared.yaml` says what is unique where,
and which exceptions there are, each with its reason; a declaration that nothing needs any more is a fault too.
"""

from outcomes.sql_rules.check import check, check_all
from outcomes.sql_rules.declared import DECLARED, Declared, read_declared
from outcomes.sql_rules.template import Fault, Template

__all__ = ["DECLARED", "Declared", "Fault", "Template", "check", "check_all", "read_declared"]
