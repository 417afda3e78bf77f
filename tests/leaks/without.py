"""A plugin of pytest: the tests run without the check that REMOVED names."""

import os
import sys

from tests.leaks import removing

sys.meta_path.insert(0, removing.Finder())


def pytest_sessionstart() -> None:
    removing.remove(os.environ["REMOVED"])
