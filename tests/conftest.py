"""Settings shared by all tests: how hard hypothesis tries, a cache folder that no user has, and no network."""

import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

STEADY = bool(os.environ.get("CI"))
"""Whether the same examples are tried each time: a gate has to say the same of the same code; elsewhere chance goes on."""

settings.register_profile(
    "default", max_examples=60, derandomize=STEADY, deadline=None, suppress_health_check=list(HealthCheck)
)
settings.register_profile(
    "thorough", max_examples=1000, derandomize=STEADY, deadline=None, suppress_health_check=list(HealthCheck)
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

OFFLINE = Path(__file__).parent / "offline"
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(OFFLINE), os.environ.get("PYTHONPATH")]))
SPEC = importlib.util.spec_from_file_location("offline", OFFLINE / "sitecustomize.py")
SPEC.loader.exec_module(importlib.util.module_from_spec(SPEC))

SAMPLES = Path(__file__).parent.parent / "samples"


@pytest.fixture
def samples() -> list[Path]:
    return sorted(SAMPLES.glob("*.txt"))


@pytest.fixture(autouse=True)
def _sockets(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let a test reach nothing; one about a server this machine; one that installs packages whatever it needs."""
    marks = {mark.name for mark in request.node.iter_markers()}
    allowed = "any" if "precommit" in marks else "loopback" if marks & SERVERS else "none"
    before = os.environ.get("NEWSLINT_SOCKETS")
    os.environ["NEWSLINT_SOCKETS"] = allowed
    yield
    os.environ.pop("NEWSLINT_SOCKETS") if before is None else os.environ.update(NEWSLINT_SOCKETS=before)


SERVERS = {"server", "languagetool", "browser", "ray", "engines"}
"""The marks of tests that talk to a server on this machine."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what starts whole clusters, a minute of work, unless it is asked for by its marker."""
    asked = config.getoption("-m")
    for item in items:
        for name in ("ray", "engines"):
            if item.get_closest_marker(name) and name not in asked:
                item.add_marker(pytest.mark.skip(reason=f"takes long; run it with -m {name}"))
