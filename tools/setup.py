"""Make the checkout ready: `python3 tools/setup.py run`, `test`, `bench` or `lock`.

This file must be readable by any Python 3.6 or newer, because it is the one that says so
when the `python3` of the machine is too old. The work is in installing.py.
"""

import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
TOO_NEW = (3, 15)  # Qt for Python 6.11 has no wheels for it


def fitting_python():
    """Return the path of a Python of a fitting version, or None."""
    for minor in range(TOO_NEW[1] - 1, OLDEST[1] - 1, -1):
        path = shutil.which(f"python3.{minor}")
        # A name may be there and not run: version switchers leave such.
        if path and subprocess.call([path, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            return path
    return None


def main():
    """Run the installation, with another Python of this machine if this one does not fit."""
    if OLDEST <= sys.version_info[:2] < TOO_NEW:
        import installing

        installing.main(sys.argv[1:])
        return
    other = fitting_python()
    if other and "CONTROLROOM_OTHER_PYTHON" not in os.environ:
        os.environ["CONTROLROOM_OTHER_PYTHON"] = "1"  # once: a python3.12 that lies would loop
        os.execv(other, [other, *sys.argv])
    found = f"{sys.version_info[0]}.{sys.version_info[1]}"
    sys.exit(
        f"Control Room needs Python 3.{OLDEST[1]} to 3.{TOO_NEW[1] - 1}, and {sys.executable} is "
        f"{found}: install one and run `make PYTHON=/path/to/python3.13 run`."
    )


main()
