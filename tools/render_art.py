"""Renders the pictures of the bundled event and the program's own icon from their SVG sources.

Run it after changing a source: `python tools/render_art.py [slug ...]`. It needs resvg_py,
which the program itself does not: QtSvg leaves out the clips these sources use, so the masters are
kept as JPEG or PNG beside them. Only the bundled Inter is used, whatever fonts the machine has.
"""

import io
import sys
from dataclasses import dataclass
from pathlib import Path

import resvg_py
from PIL import Image

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
ART = RESOURCES / "events" / "super-bowl-xlvii" / "art"
APP_ICON = RESOURCES / "icons" / "app"
FONTS = RESOURCES / "third_party" / "inter"

JPEG_QUALITY = 88
LARGEST_MASTER = 400_000  # bytes; a master goes over a stadium's uplink
AVATAR = "avatar"
AVATAR_SIDE = 400
ICON_SIDES = (16, 24, 32, 48, 64, 128, 256, 512)


@dataclass(frozen=True, slots=True)
class Master:
    """One encoded picture: its file's suffix and bytes."""

    suffix: str
    content: bytes


def draw(source: Path, width: int) -> Image.Image:
    """Returns the SVG drawn `width` pixels wide, its height following from its viewBox."""
    drawn = resvg_py.svg_to_bytes(
        svg_path=str(source),
        width=width,
        skip_system_fonts=True,
        font_files=[str(font) for font in sorted(FONTS.rglob("*.ttf"))],
    )
    return Image.open(io.BytesIO(drawn))


def as_png(picture: Image.Image) -> Master:
    """Returns the picture as PNG."""
    written = io.BytesIO()
    picture.save(written, "PNG", optimize=True)
    return Master(".png", written.getvalue())


def as_jpeg(picture: Image.Image) -> Master:
    """Returns the picture as progressive JPEG, colours unthinned so that red edges stay sharp."""
    written = io.BytesIO()
    picture.save(
        written, "JPEG", quality=JPEG_QUALITY, progressive=True, optimize=True, subsampling="4:4:4"
    )
    return Master(".jpg", written.getvalue())


def smaller(picture: Image.Image) -> Master:
    """Returns the smaller of PNG and JPEG: flat art is smaller, and exact, as PNG."""
    return min(as_png(picture), as_jpeg(picture), key=lambda master: len(master.content))


def square(picture: Image.Image) -> Image.Image:
    """Returns the middle of the picture as a square of its height."""
    left = (picture.width - picture.height) // 2
    return picture.crop((left, 0, left + picture.height, picture.height))


def render_asset(source: Path) -> Path:
    """Writes the master of one source beside the `src` folder and returns its path."""
    if source.stem == AVATAR:
        wide = draw(source, AVATAR_SIDE * 8 // 3).convert("RGB")
        side = (AVATAR_SIDE, AVATAR_SIDE)
        master = as_png(square(wide).resize(side, Image.Resampling.LANCZOS))
    else:
        master = smaller(draw(source, 1600).convert("RGB"))
    if len(master.content) > LARGEST_MASTER:
        raise SystemExit(f"{source.stem}: {len(master.content):,} bytes, over {LARGEST_MASTER:,}")
    for stale in (".jpg", ".png"):
        (ART / f"{source.stem}{stale}").unlink(missing_ok=True)
    target = ART / f"{source.stem}{master.suffix}"
    target.write_bytes(master.content)
    return target


def render_app_icon() -> list[Path]:
    """Writes the program's icon as PNG in every size a desktop asks for, and for the installers."""
    written = []
    drawn = []
    for side in ICON_SIDES:
        small = APP_ICON / "controlroom-small.svg"
        source = small if side < 32 else APP_ICON / "controlroom.svg"
        target = APP_ICON / f"controlroom-{side}.png"
        drawn.append(draw(source, side).convert("RGBA"))
        target.write_bytes(as_png(drawn[-1]).content)
        written.append(target)
    windows = APP_ICON / "controlroom.ico"
    sizes = [(side, side) for side in ICON_SIDES if side <= 256]
    drawn[-1].save(windows, sizes=sizes, append_images=drawn[:-1])
    mac = APP_ICON / "controlroom.icns"
    retina = draw(APP_ICON / "controlroom.svg", 1024).convert("RGBA")
    retina.save(mac, append_images=drawn)
    return [*written, windows, mac]


def main(slugs: list[str]) -> None:
    """Renders the named sources, or everything; `controlroom` names the icon."""
    sources = sorted((ART / "src").glob("*.svg"))
    known = {source.stem for source in sources} | {"controlroom"}
    if unknown := set(slugs) - known:
        raise SystemExit(f"no such source: {', '.join(sorted(unknown))}")
    targets = [render_asset(source) for source in sources if not slugs or source.stem in slugs]
    if not slugs or "controlroom" in slugs:
        targets += render_app_icon()
    for target in targets:
        with Image.open(target) as picture:
            print(f"{target.name:32} {picture.width}x{picture.height} {target.stat().st_size:>8,}")


if __name__ == "__main__":
    main(sys.argv[1:])
