"""Measurements. They keep their schools on the disk, as a school does; tests keep theirs in memory
(`tests/in_memory.py`), and the disk is part of what is measured here."""

import os
import tempfile

os.environ.setdefault("KLASS_TESTS_IN", tempfile.gettempdir())
