"""A browser in plain words: «Chrome, Windows» from what it says of itself."""

from functools import lru_cache

UNKNOWN = "неизвестное устройство"
_WORDS = {
    "Yandex Browser": "Яндекс Браузер",
    "Mobile Safari": "Safari",
    "Chrome Mobile": "Chrome",
    "Chrome Mobile WebView": "Chrome",
    "Chrome Mobile iOS": "Chrome",
    "Firefox Mobile": "Firefox",
    "Firefox iOS": "Firefox",
    "Edge Mobile": "Edge",
    "Opera Mobile": "Opera",
    "Mac OS X": "macOS",
    "iOS": "iPhone или iPad",
}


@lru_cache(maxsize=512)
def device_words(agent: str) -> str:
    """The browser and its system as people call them."""
    from ua_parser import parse  # its tables are large: loaded where somebody looks

    found = parse(agent)
    parts = (found.user_agent, found.os)
    named = [_WORDS.get(part.family, part.family) for part in parts if part is not None]
    return ", ".join(named) or UNKNOWN
