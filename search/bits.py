"""Sets of pages as whole numbers, in which bit 5 is the page with key 5: thousands are joined and counted at once."""

from collections.abc import Collection, Iterator

SET = ord("1")


def bits_of(keys: Collection[int]) -> int:
    """Return the set of ``keys``."""
    if not keys:
        return 0
    most = max(keys)
    written = bytearray(b"0") * (most + 1)
    for key in keys:
        written[most - key] = SET
    return int(written, 2)


def keys_of(bits: int) -> Iterator[int]:
    """Yield the keys in a set, the lowest first."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def beyond(bits: int, key: int) -> int:
    """Return what is in a set after ``key``."""
    first = min(max(key, -1), bits.bit_length()) + 1
    return bits >> first << first
