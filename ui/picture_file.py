"""The desk as a PNG file, drawn without a display."""

import os
from pathlib import Path

from PySide6.QtCore import QSize

from controlroom.desk.view import DeskView
from controlroom.errors import WrongInput
from controlroom.messages import message


def save(view: DeskView, path: Path, size: tuple[int, int], percent: int) -> None:
    """Draw ``view`` into ``path``; ``size`` in pixels. ``WrongInput`` where it cannot be written
    or the scale is none of the steps."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from ui.app import make_app
    from ui.shot import render

    make_app(["controlroom"])
    try:
        image = render(view, QSize(*size), percent)
    except ValueError:
        raise WrongInput(
            message("open.wrong_scale", scale=percent / 100), message("open.wrong_scale.do")
        ) from None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        written = image.save(str(path))
    except OSError:
        written = False
    if not written:
        raise WrongInput(message("open.no_picture", path=str(path)), message("open.no_picture.do"))
