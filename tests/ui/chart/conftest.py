import pytest
from PySide6.QtWidgets import QApplication

from ui.theme.type import load_fonts


@pytest.fixture(autouse=True)
def inter(qapp: QApplication) -> None:
    """The bundled typeface, so that widths are those of the product."""
    assert load_fonts()
