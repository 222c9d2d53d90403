"""The brand's brief, as it stands beside what is written and what is posted."""

from controlroom.desk.brief_view import BriefRow, BriefView
from controlroom.event.asset import Asset
from controlroom.event.live_event import Brand
from controlroom.messages import message


def brief_of(brand: Brand, asset: Asset | None = None) -> BriefView:
    """The brief of ``brand``, with what was noted of ``asset``."""
    about: tuple[BriefRow, ...] = ()
    if asset is not None:
        about = _told(("use", (asset.use_when,)), ("dont_use", (asset.dont_use_when,)))
    # Who wrote no voice has said in the brief how the brand speaks.
    speaks = ("voice", (brand.voice,)) if brand.voice else ("brief", (brand.brief,))
    heads = tuple(subject.partition(":")[0].strip() for subject in brand.stay_out_of)
    return BriefView(
        message("brief.title", brand=brand.name),
        about,
        _told(("out", heads), speaks),
        _told(
            ("brief", (brand.brief,)),
            ("voice", (brand.voice,)),
            ("belongs", brand.belongs_in),
            ("out", brand.stay_out_of),
            ("goals", brand.goals),
        ),
        message("brief.none"),
    )


def _told(*parts: tuple[str, tuple[str, ...]]) -> tuple[BriefRow, ...]:
    rows = ((name, tuple(line for line in lines if line.strip())) for name, lines in parts)
    return tuple(BriefRow(message(f"brief.{name}"), lines) for name, lines in rows if lines)
