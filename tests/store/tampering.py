"""What somebody does who changes a log by force."""

from pathlib import Path

from controlroom.store.as_run import AsRunLine, SealKey
from controlroom.store.as_run_file import text_of
from controlroom.store.open import Store

OURS = SealKey(b"ours" * 8)
THEIRS = SealKey(b"others!!" * 4)


def a_night(store: Store, *, event: str = "night", run: str = "") -> tuple[AsRunLine, ...]:
    """Six lines of every shape: with and without a delivery, with words, numbers and lists."""
    about = {"event": event, "run": run, "rehearsal": bool(run)}
    store.as_run.append("state", at=10, state="live", **about)
    store.as_run.append(
        "take", at=20, body={"shown": {"x": {"words": "Café 💡", "alt": ["a", "b"]}}}, **about
    )
    for number, state in enumerate(("pending", "sending", "accepted")):
        store.as_run.append(
            "delivery",
            at=30 + number,
            delivery="d1",
            channel="x",
            state=state,
            body={"ratio": 1.0, "part": number, "url": "https://x.test/1"},
            **about,
        )
    store.as_run.append("state", at=40, state="wrap", **about)
    return store.as_run.read(event, run=run)


def as_file(lines: tuple[AsRunLine, ...], path: Path) -> Path:
    """The lines as ``controlroom log --json`` prints them."""
    path.write_bytes("".join(f"{text_of(line)}\n" for line in lines).encode("ascii"))
    return path
