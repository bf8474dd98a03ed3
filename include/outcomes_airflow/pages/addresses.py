"""How a person is named in an address, which is logged: by a keyed hash, which leads to nobody without the key.
References are short and guessable, so a hash without a key would do no more than the reference itself."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import astuple

from airflow.configuration import conf

from outcomes.desk import CaseSummary, Pair


def case_id(one: CaseSummary | Pair) -> str:
    return _hash(one.feed, one.supplier, one.person_ref)


def pair_id(pair: Pair) -> str:
    return _hash(*astuple(pair))


def _hash(*key: str) -> str:
    secret = conf.get_mandatory_value("api", "secret_key").encode()
    return hmac.new(secret, json.dumps(key).encode(), hashlib.sha256).hexdigest()[:32]
