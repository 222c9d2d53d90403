"""WRAP of the bundled night."""

from controlroom.desk.wrap_view import WrapView
from controlroom.messages import message

HEAD = "412:9f2c41ab77deb80c3d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4"


def wrapped() -> WrapView:
    """The log is whole and keyed; the recap has been written."""
    counted = (
        (7, "wrap.posts"),
        (20, "wrap.up"),
        (1, "wrap.down"),
        (0, "wrap.open"),
        (3, "wrap.silences"),
    )
    return WrapView(
        figures=tuple((message("wrap.count", count=count), message(id_)) for count, id_ in counted),
        head=message(
            "wrap.head", count=412, hash="9f2c 41ab 77de b80c", keyed=message("wrap.keyed")
        ),
        head_whole=HEAD,
        head_line=message("wrap.head.line"),
        check=message("wrap.sound"),
        sound=True,
        recap_line=message(
            "wrap.recap.written", file="Documents/super-bowl-xlvii recap 2013-02-03.html"
        ),
        recap_path="Documents/super-bowl-xlvii recap 2013-02-03.html",
    )
