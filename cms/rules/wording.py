"""Words compared as people read them: without case, accents or punctuation."""

import re
import unicodedata


def plain(text: str) -> str:
    """Return the words of ``text``, parted by one space."""
    bare = "".join(char for char in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(char))
    return " ".join(re.findall(r"\w+", bare))
