"""Settings of workers in tests: ours, and a publication halts in its middle while the file ``HALT`` is there."""

import os
import time
from pathlib import Path

from wagtail.signals import page_published

from cms.settings import *  # noqa: F403


def halt(**kwargs):
    flag = Path(os.environ["HALT"])
    if flag.exists():
        flag.with_suffix(".halted").touch()
    while flag.exists():
        time.sleep(0.05)


page_published.connect(halt, weak=False)
