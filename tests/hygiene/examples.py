"""How long hypothesis looks: the default here, and `ci`, which always looks at the same."""

import os

import pytest
from hypothesis import HealthCheck, settings


def pytest_configure(config: pytest.Config) -> None:
    # No deadline: the machine is shared, and slowness is measured in benchmarks/.
    settings.register_profile(
        "default", deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    settings.register_profile(
        "ci", settings.get_profile("default"), derandomize=True, print_blob=True, database=None
    )
    named = os.environ.get("HYPOTHESIS_PROFILE")
    settings.load_profile(named or ("ci" if os.environ.get("CI") else "default"))
