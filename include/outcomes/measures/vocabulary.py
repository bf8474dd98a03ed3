"""The words of an answer, in the order in which answers are combined."""

STATUSES = ("review", "awaiting_evidence", "no_progress", "significant", "sustained")
"""From the worst to the best; `not_applicable` is never combined."""

REASONS = (
    "feed_stale",
    "no_record",
    "too_early",
    "undecided_match",
    "quarantined_record",
    "pending_outcome",
    "ended_otherwise",
    "successor_missing",
    "all_left",
    "need_not_evidenced",
)
"""Of equal statuses, the one whose reason stands first decides."""
