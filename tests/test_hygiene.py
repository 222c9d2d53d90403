"""The rules of tests/hygiene really catch what they are there for, and name it."""

import pytest

pytest_plugins = ["pytester"]

CAREFUL = """
import logging, os, subprocess, sys, threading

def test_quiet(expected_logs):
    expected_logs("on purpose")
    logging.warning("said on purpose")
    thread = threading.Thread(target=str)
    thread.start()
    thread.join()
    subprocess.run([sys.executable, "-c", ""], check=True)
    assert not os.path.exists(os.environ["CONTROLROOM_HOME"])

def test_keeps_a_secret():
    import keyring
    keyring.set_password("controlroom", "name", "secret")
    assert keyring.get_password("controlroom", "name") == "secret"

def test_finds_no_secret_of_another_test():
    import keyring
    assert keyring.get_password("controlroom", "name") is None
"""

CARELESS = """
import logging, socket, subprocess, sys, threading
import pytest

def test_warns():
    logging.getLogger("controlroom.posting").warning("the disk is full")

def test_promises_a_warning(expected_logs):
    expected_logs("never said")

def test_leaves_a_thread():
    threading.Thread(target=threading.Event().wait, name="forgotten", daemon=True).start()

def test_leaves_a_process():
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    process.stdin.flush()
    kept.append(process)

def test_leaves_this_machine():
    with pytest.raises(OSError):
        socket.create_connection(("192.0.2.1", 443), 0.1)

def test_looks_up_a_name():
    with pytest.raises(OSError):
        socket.getaddrinfo("network.invalid", 443)

kept = []
"""

CARELESS_WINDOW = """
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

pytestmark = pytest.mark.ui
kept = []

def test_leaves_a_timer(qapp):
    timer = QTimer()
    timer.start(10_000)
    kept.append(timer)

def test_says_something_through_qt(qapp):
    from PySide6.QtCore import qWarning
    qWarning("the style is unknown")

def test_ends_its_timer_with_its_window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    timer = QTimer(window)
    timer.start(10_000)
"""


def _run(pytester: pytest.Pytester, source: str, *arguments: str) -> pytest.RunResult:
    pytester.makeconftest("from tests.conftest import pytest_plugins")
    pytester.makepyprojecttoml(
        "[tool.pytest.ini_options]\nqt_api = 'pyside6'\nqt_log_level_fail = 'WARNING'\n"
        "markers = ['ui: needs Qt']\naddopts = ['-ra']\n"
        "asyncio_default_fixture_loop_scope = 'function'\n"
    )
    pytester.makepyfile(source)
    return pytester.runpytest_subprocess("-p", "no:cacheprovider", *arguments)


def test_a_careful_test_passes(pytester: pytest.Pytester) -> None:
    _run(pytester, CAREFUL).assert_outcomes(passed=3)


def test_careless_tests_fail_and_name_the_culprit(pytester: pytest.Pytester) -> None:
    result = _run(pytester, CARELESS)
    # Each body passes; what it left behind fails it.
    result.assert_outcomes(passed=6, errors=6)
    result.stdout.fnmatch_lines_random(
        [
            "*unexpected WARNING of controlroom.posting: the disk is full*",
            "*expected in the log, and not there: never said*",
            "*left running: thread 'forgotten', in wait*",
            "*left running: process *input()*",
            "*tried to leave this machine: 192.0.2.1:443*",
            "*tried to leave this machine: the address of 'network.invalid'*",
        ]
    )


@pytest.mark.ui
def test_a_careless_window_fails(pytester: pytest.Pytester) -> None:
    result = _run(pytester, CARELESS_WINDOW)
    result.assert_outcomes(passed=2, failed=1, errors=1)
    result.stdout.fnmatch_lines_random(
        ["*a QTimer of nobody, started in test_a_careless_window_fails.py:10*"]
    )


def test_qt_cannot_be_imported_when_the_core_is_tested_alone(pytester: pytest.Pytester) -> None:
    source = """
        import pytest

        def test_refused():
            with pytest.raises(ImportError, match="without Qt"):
                import PySide6.QtCore

        @pytest.mark.ui
        def test_left_out():
            import PySide6
    """
    result = _run(pytester, source, "-p", "no:pytest-qt", "--without-qt")
    result.assert_outcomes(passed=1, deselected=1)
