"""What has arrived, and how its bytes get into the database unharmed. See `names` for the convention of file names.

`scan` lists a feed's files; `open_delivery` takes a private copy of one, checks it as a whole and hashes it; the
`Reading` that it gives copies the rows into a staging table. Nothing here looks at a value: that is for the checks.
"""

from outcomes.landing.names import Arrival, BadNameError, Misnamed, read_name, scan
from outcomes.landing.reading import Reading, open_delivery, staging_columns
from outcomes.landing.records import Record
from outcomes.landing.rejected import FileRule, Rejected

__all__ = [
    "Arrival",
    "BadNameError",
    "FileRule",
    "Misnamed",
    "Reading",
    "Record",
    "Rejected",
    "open_delivery",
    "read_name",
    "scan",
    "staging_columns",
]
