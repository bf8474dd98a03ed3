"""Strong identifiers that could have been issued, for people who do not exist."""

from __future__ import annotations

from random import Random

UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
PNC_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"
NINO_FIRST = "ABCEGHJKLMNOPRSTWXYZ"
NINO_SECOND = "ABCEGHJKLMNPRSTWXYZ"
NINO_NEVER_ISSUED = frozenset(["BG", "GB", "KN", "NK", "NT", "TN", "ZZ"])


def upn(rng: Random) -> str:
    """A check letter and twelve digits: local authority, school, year and serial."""
    digits = f"825{rng.randrange(10**9):09d}"
    return UPN_LETTERS[sum(weight * int(digit) for weight, digit in enumerate(digits, 2)) % 23] + digits


def nhs_number(rng: Random) -> str:
    """Ten digits, the last by modulus 11; a number whose check would be 10 is never issued."""
    while True:
        digits = f"{rng.randrange(400_000_000, 800_000_000)}"
        check = 11 - sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), digits, strict=True)) % 11
        if check != 10:
            return f"{digits}{check % 11}"


def nino(rng: Random) -> str:
    """Two letters that are issued, six digits and a suffix."""
    while True:
        prefix = rng.choice(NINO_FIRST) + rng.choice(NINO_SECOND)
        if prefix not in NINO_NEVER_ISSUED:
            return f"{prefix}{rng.randrange(10**6):06d}{rng.choice('ABCD')}"


def pnc_id(rng: Random, year: int) -> str:
    """Two figures of the year, a serial of seven and its check letter."""
    number = f"{year % 100:02d}{rng.randrange(10**7):07d}"
    return f"{number[:2]}/{number[2:]}{PNC_LETTERS[int(number) % 23]}"


def with_a_wrong_check(kind: str, identifier: str) -> str:
    """The identifier as it looks when a person has mistyped it: never issued. (Of a PNC id only the form is
    verified.)"""
    if kind == "upn":
        return UPN_LETTERS[(UPN_LETTERS.index(identifier[0]) + 1) % 23] + identifier[1:]
    if kind == "nhs_number":
        return identifier[:-1] + str((int(identifier[-1]) + 1) % 10)
    if kind == "nino":
        return "QQ" + identifier[2:]
    return identifier[:-3] + identifier[-1]
