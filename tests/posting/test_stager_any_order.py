"""Whatever is staged, edited, taken or lost in whatever order: nothing is uploaded that lies there
already, and READY means that it does."""

import asyncio
from collections.abc import Mapping

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from controlroom.channels.base import Post, Staged, Tell
from controlroom.clock import MICROS
from controlroom.event.asset import Asset, Picture, Role
from controlroom.posting.shelf import digests_of, media_of
from tests.posting.night import event_on
from tests.posting.uploading import StagingDesk, UploadingNetwork

EVENT = event_on("bluesky")
LIFE_S = 600


def _asset(slug: str, *media: str) -> Asset:
    pictures = [Picture(name, name, "video/mp4", 9, 4, 3, "") for name in media]
    return Asset(slug, slug, Role.POST, "", *pictures[:1] or [None], more=tuple(pictures[1:]))


ASSETS: Mapping[str, Asset] = {
    "one": _asset("one", "film"),
    "two": _asset("two", "left", "right"),
    "words": _asset("words"),
}


class WatchedNetwork(UploadingNetwork):
    """Notes each upload of media that lie there, ready for use, for the same post."""

    needless: list[str]
    spent: set[str]
    handed: "list[asyncio.Task[tuple[Staged, ...]]]"

    async def stage(
        self, post: Post, before: Staged | None = None, tell: Tell = lambda share: None
    ) -> Staged:
        had = len(self.uploads)
        usable = self.usable(tuple(one.sha256 for one in media_of(post)))
        if before is not None:
            assert before.uploads[0] not in self.spent, "given what another post took with it"
        staged = await super().stage(post, before, tell)
        # A post that was taken has to have its own, whatever lies there for Preview.
        taken = asyncio.current_task() in self.handed
        if len(self.uploads) > had and usable and not taken:
            self.needless += usable
        return staged

    def usable(self, media: tuple[str, ...]) -> list[str]:
        """The uploads of ``media`` that no post took and that do not end soon."""
        soon = self._clock.now() + int(LIFE_S / 4 * MICROS)
        return [
            name
            for name, (of, until) in self.uploads.items()
            if of == media and name not in self.spent and (until is None or until > soon)
        ]


class AnyOrder(RuleBasedStateMachine):
    """One stager on one network."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = StagingDesk()
        self.network = WatchedNetwork("bluesky", self.desk.clock)
        self.network.needless, self.network.spent = [], set()
        self.desk.networks["bluesky"] = self.network
        self.wanted: Asset | None = None
        self.bound: set[str] = set()
        self.handed: list[asyncio.Task[tuple[Staged, ...]]] = []
        self.network.handed = self.handed

    @rule(name=st.sampled_from(sorted(ASSETS)), words=st.sampled_from("abc"))
    def stage(self, name: str, words: str) -> None:
        asset = ASSETS[name]
        self.wanted = Asset(**{**_fields(asset), "caption": words})
        self.desk.run(self._begin(self.wanted))

    async def _begin(self, asset: Asset) -> None:
        self.desk.stager.begin(asset, EVENT)

    @rule()
    def clear(self) -> None:
        async def forget() -> None:
            self.desk.stager.forget()

        self.desk.run(forget())
        self.wanted = None

    @precondition(lambda self: self.desk.stager.readiness("bluesky").staged is not None)
    @rule(cancelled=st.booleans())
    def take(self, cancelled: bool) -> None:
        async def hand_over() -> None:
            staged = self.desk.stager.tasks()["bluesky"].result()
            uploads = {one.uploads[0] for one in staged if one.uploads}
            assert not uploads & self.network.spent, "one upload goes out with two posts"
            if cancelled:
                self.desk.stager.take_back(staged)
            else:
                self.network.spent |= uploads

        if self.wanted is not None:
            self.desk.run(hand_over())
            self.wanted = None

    @precondition(lambda self: self.wanted is not None)
    @rule()
    def take_before_it_is_ready(self) -> None:
        async def hand_over() -> None:
            task = self.desk.stager.tasks()["bluesky"]
            self.handed.append(task)
            task.add_done_callback(went_out)

        def went_out(task: "asyncio.Task[tuple[Staged, ...]]") -> None:
            if not task.cancelled() and task.exception() is None:
                uploads = {one.uploads[0] for one in task.result() if one.uploads}
                assert not uploads & self.network.spent, "one upload goes out with two posts"
                self.network.spent |= uploads

        assert self.wanted is not None
        shown = self.wanted.pictures_for("bluesky")
        self.bound |= set(self.network.usable(tuple(one.sha256 for one in shown)))
        self.desk.run(hand_over())
        self.wanted = None

    @rule(down=st.booleans())
    def network_goes_or_comes_back(self, down: bool) -> None:
        self.network.down = down

    @rule(takes_s=st.sampled_from([0.0, 3.0, 40.0]), lives=st.booleans())
    def link_changes(self, takes_s: float, lives: bool) -> None:
        self.network.takes_s = takes_s
        self.network.life_s = LIFE_S if lives else None

    @rule(seconds=st.sampled_from([0.5, 2.0, 5.0, 60.0, 400.0, 1200.0]))
    def time_passes(self, seconds: float) -> None:
        self.desk.pass_time(seconds, step=max(0.5, seconds / 40))

    @rule()
    def program_ends_and_begins(self) -> None:
        self.desk.restart()
        self.wanted = None

    @invariant()
    def nothing_is_sent_twice(self) -> None:
        # What a take that was under way uploaded, or was to use, was its own.
        assert not set(self.network.needless) - self.network.spent - self.bound
        # Those of a take go on beside Preview's.
        assert self.network.at_once <= 1 + sum(not task.done() for task in self.handed)

    @invariant()
    def ready_means_that_it_lies_there(self) -> None:
        ready = self.desk.stager.readiness("bluesky")
        if ready.staged is None or self.wanted is None:
            return
        (staged,) = ready.staged
        assert staged.post.text == self.wanted.caption
        assert digests_of((staged.post,)) == digests_of((_post(self.wanted, staged),))
        if staged.post.media:
            assert self.network.kept(staged.uploads[0])
            assert staged.uploads[0] not in self.network.spent
            assert self.network.uploads[staged.uploads[0]][0] == tuple(
                media.sha256 for media in staged.post.media
            )

    def teardown(self) -> None:
        self.network.down, self.network.takes_s = False, 0.0
        self.desk.pass_time(60)
        if self.wanted is not None:
            ready = self.desk.stager.readiness("bluesky")
            assert ready.staged is not None
            assert ready.problem is None
        self.nothing_is_sent_twice()
        self.desk.close()


def _fields(asset: Asset) -> dict[str, object]:
    return {name: getattr(asset, name) for name in Asset.__slots__}


def _post(asset: Asset, staged: Staged) -> Post:
    names = {picture.sha256 for picture in asset.pictures_for("bluesky")}
    assert {media.sha256 for media in staged.post.media} == names
    return staged.post


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(
    max_examples=40,
    stateful_step_count=30,
    deadline=None,
    # Making a failing order shorter takes minutes.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
