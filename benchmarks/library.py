"""Row ``library-100k-search``: what is found while a person types, among 100,000 assets."""

import random
import sqlite3
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.live_event import event_now
from benchmarks.mentions_load import texts
from benchmarks.rows import Outcome
from controlroom.event.asset import Asset, Role
from controlroom.store.open import open_store

ASSETS = 100_000
TYPED = 40
SHOWN = 50
LIKE = (
    "SELECT slug FROM assets WHERE title LIKE :typed OR caption LIKE :typed ORDER BY rowid LIMIT 50"
)


def library() -> tuple[Asset, ...]:
    captions = texts(ASSETS, 0.5)
    return tuple(
        Asset(f"asset-{n}", " ".join(words.split()[:3]), Role.POST, words, None)
        for n, words in enumerate(captions)
    )


def keys(assets: tuple[Asset, ...]) -> list[str]:
    """What stands in the search field after each key, for words that are there."""
    chance = random.Random(7)
    typed = []
    for _ in range(TYPED):
        word = chance.choice(chance.choice(assets).caption.split())
        typed += [word[:end] for end in range(1, len(word) + 1)]
    return typed


def measure() -> Outcome:
    assets = library()
    event, _ = event_now(0)
    event = replace(event, assets=assets, cues=(), slots=())
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder)) as store:
        began = time.perf_counter()
        store.events.save_event(event)
        imported = time.perf_counter() - began
        with sqlite3.connect(Path(folder) / "plain.db") as plain:
            plain.execute("CREATE TABLE assets (slug TEXT, title TEXT, caption TEXT)")
            rows = [(one.slug, one.title, one.caption) for one in assets]
            plain.executemany("INSERT INTO assets VALUES (?, ?, ?)", rows)
        ours, theirs = [], []
        for text in keys(assets):
            began = time.perf_counter()
            store.search.find(event.slug, text, SHOWN)
            ours.append((time.perf_counter() - began) * 1000)
            began = time.perf_counter()
            plain.execute(LIKE, {"typed": f"%{text}%"}).fetchall()
            theirs.append((time.perf_counter() - began) * 1000)
        plain.close()
    value, baseline = (float(np.percentile(times, 95)) for times in (ours, theirs))
    why = f"{len(ours)} keys, median {np.median(ours):.1f} ms, import {imported:.0f} s"
    return {"library-100k-search": (value, baseline)}, why
