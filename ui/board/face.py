"""The face of an account, large: picture, name, handle and server side by side."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from controlroom.desk.board_view import FaceView
from controlroom.messages import message
from ui.theme import Role, px
from ui.widgets import PictureView, Text
from ui.words import say

FACE = 144


class Face(QWidget):
    """What is to be looked at."""

    def __init__(self) -> None:
        super().__init__()
        self.picture = PictureView(radius=8)
        self.picture.setFixedSize(px(FACE), px(FACE))
        self.none = Text(Role.SECOND, "text3")
        self.network = Text(Role.LABEL, "text3")
        self.name = Text(Role.NUMBER, lines=2)
        self.handle = Text(Role.ROW_STRONG, "text1", lines=2)
        self.server = Text(Role.BODY, "text2", lines=2)
        told = QVBoxLayout()
        told.setSpacing(px(4))
        told.addStretch(1)
        for line in (self.network, self.name, self.handle, self.server, self.none):
            told.addWidget(line)
        told.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(16))
        row.addWidget(self.picture)
        row.addLayout(told, 1)

    def show_face(self, face: FaceView) -> None:
        """Another account."""
        self.picture.show_picture(face.avatar, face.name)
        self.none.show_text(say(message("board.no_picture")))
        self.none.setVisible(face.avatar is None)
        self.network.show_text(face.network)
        self.name.show_text(face.name)
        self.handle.show_text(face.handle)
        self.server.show_text(face.server)
        self.server.setVisible(bool(face.server))
