"""How the words of TAKE fit beside each other: the first arrangement that cuts nothing."""

from dataclasses import dataclass

from ui.theme.scale import px
from ui.theme.type import Role
from ui.widgets import key_cap_width, text_width
from ui.widgets.text import broken, line_height

AVATAR = 44
GAP = 12
PAD = 16
DOT = " · "


@dataclass(frozen=True, slots=True)
class Asked:
    """What has to stand on the button, and the room for it in px; ``faces`` is the width of whom it
    posts as, 0 for nobody."""

    width: int
    height: int
    word: str
    sentence: str
    line: str
    faces: int
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Where it goes. ``left`` is where the sentence starts, ``room`` its width (px)."""

    word_role: Role
    rule: bool
    avatar: bool
    keys: tuple[str, ...]
    key_size: float
    left: int
    room: int
    sentence: tuple[str, ...]
    sentence_role: Role
    line: tuple[str, ...]
    line_role: Role
    cut: bool


def arrange(asked: Asked) -> Arrangement:
    """The roomiest arrangement in which every word is there; else the last, with an ellipsis.

    What decides (who posts, where, how long it can be cancelled) outranks what decorates: first
    the rule goes, then the long name of the key, then type gets smaller and breaks into lines,
    and the avatar goes last.
    """
    found = None
    for word_role, rule, small_keys, avatar, sizes, most in _WAYS:
        faces = avatar and asked.faces > 0
        found = _arranged(asked, word_role, rule, small_keys, faces, sizes, most)
        if not found.cut:
            return found
    assert found is not None
    return found


_LARGE = (Role.SENTENCE, Role.BODY)
_MIDDLE = (Role.BODY_STRONG, Role.BODY)
_LEAST = (Role.SECOND_STRONG, Role.SECOND)
_WAYS: tuple[tuple[Role, bool, bool, bool, tuple[Role, Role], int], ...] = (
    # type of the word, rule, small keys, avatar, types of sentence and line, lines each
    (Role.TAKE, True, False, True, _LARGE, 1),
    (Role.STATE, True, False, True, _LARGE, 1),
    (Role.TAKE, False, True, True, _LARGE, 1),
    (Role.STATE, False, True, True, _LARGE, 1),
    (Role.TAKE, False, True, True, _MIDDLE, 2),
    (Role.STATE, False, True, True, _MIDDLE, 2),
    (Role.STATE, False, True, True, _LEAST, 2),
    (Role.SENTENCE, False, True, True, _LEAST, 2),
    (Role.STATE, False, True, False, _MIDDLE, 2),
    (Role.STATE, False, True, False, _LEAST, 2),
    (Role.SENTENCE, False, True, False, _LEAST, 3),
)


def _arranged(
    asked: Asked,
    word_role: Role,
    rule: bool,
    small_keys: bool,
    avatar: bool,
    sizes: tuple[Role, Role],
    most: int,
) -> Arrangement:
    keys = asked.keys
    if small_keys:
        keys = tuple("⏎" if key in ("Return", "Enter") else key for key in keys)
    key_size = 24.0 if small_keys else 32.0
    keys_width = sum(key_cap_width(key, key_size) for key in keys) + px(4) * max(0, len(keys) - 1)
    left = px(PAD) + text_width(asked.word, word_role) + px(GAP)
    if rule:
        left += px(1) + px(GAP)
    if avatar:
        left += asked.faces + px(GAP)
    room = asked.width - left - px(PAD) - (keys_width + px(GAP) if keys else 0)
    # Two px less than there are: a text is measured finer when it is broken than when it is drawn.
    sentence = _lines(asked.sentence, sizes[0], room - px(2), most)
    line = _lines(asked.line, sizes[1], room - px(2), most)
    tall = len(sentence) * line_height(sizes[0]) + len(line) * line_height(sizes[1])
    cut = (
        room <= 0
        or _is_cut(sentence, asked.sentence)
        or _is_cut(line, asked.line)
        or tall > asked.height
    )
    return Arrangement(
        word_role,
        rule,
        avatar,
        keys,
        key_size,
        left,
        room,
        sentence,
        sizes[0],
        line,
        sizes[1],
        cut,
    )


def _lines(text: str, role: Role, room: int, most: int) -> tuple[str, ...]:
    """The text in lines; it breaks at a dot between two thoughts sooner than inside one."""
    if not text or room <= 0:
        return ()
    thoughts = text.split(DOT)
    apart = text_width(text, role) > room and 1 < len(thoughts) <= most
    if apart and all(text_width(thought, role) <= room for thought in thoughts):
        return tuple(thoughts)
    return tuple(broken(text, role, room, most))


def _is_cut(lines: tuple[str, ...], text: str) -> bool:
    def letters(said: str) -> str:
        return "".join(said.replace(DOT, " ").split())

    return letters(" ".join(lines)) != letters(text)
