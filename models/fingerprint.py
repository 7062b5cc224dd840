"""A short name of what a form was filled from, to notice that it has changed since."""

import hashlib
import json


def fingerprint(values) -> str:
    """The same for the same values, whatever order a database keeps their keys in."""
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
