"""Keys: bound from the registry by gesture, told in the key map."""

from ui.keyboard.bindings import Keyboard
from ui.keyboard.key_map import KeyMap

__all__ = ["KeyMap", "Keyboard"]
