"""Builds the wheel with its words compiled, so that an installed program never parses its own YAML.

What is compiled, and what makes it stale, stands in `audit/files/compiled.py`; everything else about the
package stands in `pyproject.toml`.
"""

import os
import subprocess
import sys
import tempfile

from setuptools import setup
from setuptools.command.build_py import build_py

COMPILE = """
from audit.content.loader import load
from audit.i18n import labels, wording
load(), labels.labels(), labels.office_labels()
wording.country_name("RU", "ru")
"""


class BuildWithWords(build_py):
    """What setuptools builds, and the words beside their YAML."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:  # a checkout compiles at its first start
            return
        known = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        with tempfile.TemporaryDirectory() as elsewhere:  # bytecode is for whoever installs
            command = [sys.executable, "-X", f"pycache_prefix={elsewhere}", "-c", COMPILE]
            same_bytes = {**known, "PYTHONHASHSEED": "0"}
            subprocess.run(command, cwd=self.build_lib, env=same_bytes, check=True)


setup(cmdclass={"build_py": BuildWithWords})
