"""What strings a database and an answer can hold."""


def is_text(value: str) -> bool:
    """Tell whether ``value`` can be stored and sent: no null character, no half of a surrogate pair."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return "\x00" not in value
