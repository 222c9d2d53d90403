"""How each face of TAKE looks: fill, edge and inks. Place and size never change."""

from dataclasses import dataclass

from controlroom.desk.view import TakeFace, TakeView


@dataclass(frozen=True, slots=True)
class FaceLook:
    """Tokens of one face. ``stacked`` puts the word above its sentence instead of beside it;
    ``rest`` is the ground the draining fill leaves behind."""

    fill: str
    edge: str
    width: float
    word: str
    text: str
    second: str
    stacked: bool = False
    icon: str = ""
    rest: str = ""


_FACES: dict[TakeFace, FaceLook] = {
    TakeFace.EMPTY: FaceLook("panel", "border", 1, "text2", "text1", "text2", stacked=True),
    TakeFace.NO_GO: FaceLook(
        "panel", "amber", 2, "amber", "text1", "text2", stacked=True, icon="alert-triangle"
    ),
    TakeFace.SECOND_KEY: FaceLook("panel", "amber", 2, "amber", "text1", "text2", stacked=True),
    TakeFace.SOLO: FaceLook("panel", "amber", 2, "amber", "text1", "text2", stacked=True),
    TakeFace.ARMED: FaceLook("red_fill", "red_fill", 0, "white", "white", "white"),
    TakeFace.HOLDING: FaceLook("red_fill", "on_air", 2, "white", "white", "white", rest="red_deep"),
    TakeFace.REHEARSAL: FaceLook("grey_fill", "grey_fill", 0, "white", "white", "white"),
}
_REHEARSED_HOLDING = FaceLook("grey_fill", "border", 2, "white", "white", "white", rest="stripe_b")


def look_of(take: TakeView) -> FaceLook:
    """The look of TAKE now. A rehearsal has no red whatever the face."""
    if take.rehearsal and take.face is TakeFace.HOLDING:
        return _REHEARSED_HOLDING
    if take.rehearsal and take.face is TakeFace.ARMED:
        return _FACES[TakeFace.REHEARSAL]
    return _FACES[take.face]
