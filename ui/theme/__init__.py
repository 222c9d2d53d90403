"""How it looks, as numbers: tokens, tones, scale, type, icons, palette and style sheet."""

from ui.theme.icons import icon, pixmap
from ui.theme.scale import px
from ui.theme.tokens import colour
from ui.theme.tones import tone_icon, tone_ink
from ui.theme.type import Role, font

__all__ = ["Role", "colour", "font", "icon", "pixmap", "px", "tone_icon", "tone_ink"]
