"""The values that rules.md names, on one page, so that a test can change one and ask both sides again."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

Parameters = dict[str, Any]

MEASURES = ("1A", "1B", "1C", "2A", "2B", "3A", "3B", "4A", "4B", "4C", "5A", "6A", "6B", "6C")

_PAGE: Parameters = {
    "reads": {
        "1A": ("police_asb", "district_asb"),
        "1B": ("youth_offences", "adult_offences"),
        "1C": ("youth_offences", "adult_offences"),
        "2A": ("attendance",),
        "2B": ("exclusions",),
        "3A": ("social_care",),
        "3B": ("social_care",),
        "4A": ("benefits", "employment"),
        "4B": ("benefits", "activities"),
        "4C": ("young_people", "activities", "employment"),
        "5A": ("domestic_abuse", "marac"),
        "6A": ("treatment",),
        "6B": ("outcome_star",),
        "6C": ("child_health",),
    },
    "stale_after_days": {
        **dict.fromkeys(MEASURES, 62),
        "2A": 300,
        "2B": 300,
    },
    "rests_on_absence": tuple(measure for measure in MEASURES if measure not in ("4B", "4C", "6B", "6C")),
    "adult_from": 18,
    # 1A, 1B, 1C, 5A
    "event_months": 6,
    "baseline_events": 1,
    "reduction": {"1A": 60, "1B": 100, "1C": 100, "5A": 100},
    "asb_roles": ("suspect", "perpetrator"),
    "offender_from": 10,
    "substantive": (
        "absolute_discharge",
        "conditional_discharge",
        "fine",
        "youth_caution",
        "youth_conditional_caution",
        "referral_order",
        "reparation_order",
        "youth_rehabilitation_order",
        "detention_and_training_order",
        "community_order",
        "suspended_sentence",
        "custody",
    ),
    "pending": ("pending",),
    "abuse_roles": ("victim", "perpetrator", "child"),
    "marac_days": 28,
    # 2A, 2B, the attendance gate
    "absence_percent": 10,
    "school_from": 5,
    "school_until": 16,
    "fixed_term": ("FIXD", "LNCH"),
    "permanent": ("PERM",),
    "fixed_term_limit": 3,
    # 3A, 3B
    "neglect": ("NEG",),
    "baseline_plan": {"3A": "CIN", "3B": "CP"},
    "judged_kinds": {"3A": ("CIN", "CP", "LAC"), "3B": ("CP", "LAC")},
    "good_endings": ("no_further_need", "stepped_down"),
    "care_months": 6,
    # 4A, 4B, 4C
    "out_of_work": ("JSA", "ESA", "IS", "IB", "SDA", "CA"),
    "uc_out_of_work": ("intensive", "other"),
    "uc_missing_regime": "other",
    "job_seeker_benefits": ("JSA",),
    "job_seeker_regimes": ("intensive",),
    "job_seeker_weeks": 26,
    "other_weeks": 13,
    "within_weeks": None,
    "employment_gap_days": 3,
    "activity_gap_days": 7,
    "activity_weeks": 13,
    "neet_from": 16,
    "neet_to": 24,
    "qualifying": (
        "volunteering",
        "work_experience",
        "work_trial",
        "apprenticeship",
        "traineeship",
        "further_education",
        "accredited_training",
        "esf_provision",
        "work_programme",
        "work_choice",
        "permitted_work",
    ),
    "eet": (
        "210",
        "220",
        "230",
        "240",
        "250",
        "270",
        "280",
        "310",
        "320",
        "330",
        "340",
        "350",
        "360",
        "380",
        "381",
        "410",
        "430",
        "440",
        "450",
        "460",
    ),
    "neet": ("530", "540", "610", "615", "616", "619", "620", "630", "640", "650", "660", "670", "680"),
    "not_known": ("810", "820", "830"),
    "counts_as_activity": ("540",),
    # 6A, 6B, 6C
    "completed": ("80", "81", "82"),
    "treatment_months": 6,
    "stars": {"family_star_plus": ("wellbeing", 10), "my_star": ("feelings", 5)},
    "first_star_days": (28, 56),
    "points": 2,
    "star_closures": ("case_closed", "stepped_down"),
    "closing_star_days": 28,
    "levels": ("universal", "universal_plus", "universal_partnership_plus"),
    "still_held": ("aged_out",),
    "health_step_down": ("stepped_down", "closed"),
    # from measures to a claim
    "outcomes": {
        "asb_involvement": ("1A",),
        "youth_offending": ("1B",),
        "adult_offending": ("1C",),
        "education_engagement": ("2A", "2B"),
        "safeguarding_deescalation": ("3A", "3B"),
        "adult_employment": ("4A", "4B"),
        "young_person_training": ("4C",),
        "domestic_abuse_protection": ("5A",),
        "substance_misuse": ("6A",),
        "mental_health": ("6B",),
        "early_childhood_health": ("6C",),
    },
    "best_of_outcomes": ("adult_employment",),
    "problems": {
        "1": ("asb_involvement", "youth_offending", "adult_offending"),
        "2": ("education_engagement",),
        "3": ("safeguarding_deescalation",),
        "4": ("adult_employment", "young_person_training"),
        "5": ("domestic_abuse_protection",),
        "6": ("substance_misuse", "mental_health", "early_childhood_health"),
    },
    "problems_needed": 2,
}


def the_page(**changes: Any) -> Parameters:
    """The values as the page has them, with some of them changed."""
    parameters = deepcopy(_PAGE)
    unknown = set(changes) - set(parameters)
    if unknown:
        raise KeyError(f"no such parameter: {sorted(unknown)}")
    return parameters | changes
