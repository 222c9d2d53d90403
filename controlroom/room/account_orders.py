"""Orders about accounts, for the window's sheet."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from controlroom.errors import Refused
from controlroom.messages import message
from controlroom.room.floor import Floor

if TYPE_CHECKING:
    from controlroom.room.account_sheet import AccountSheet

NOT_BLANKS = frozenset({"channel", "way"})


class AccountOrders(Floor):
    """Looking at accounts, signing in and out."""

    sheet: "AccountSheet | None" = None
    """Set by whoever opens the room; a room without ways out of its own has none."""

    def _sheet(self) -> "AccountSheet":
        if self.sheet is None:
            raise Refused(message("account.no_sheet"))
        return self.sheet

    async def accounts(self, shown: bool) -> None:
        """Open the sheet of accounts, or put it away."""
        if shown:
            self._sheet().open()
        else:
            self._sheet().close()

    async def account_test(self, channel: str) -> None:
        """See by a harmless call whether an account is signed in."""
        self._sheet().test(channel)

    async def sign_in(self, given: Mapping[str, str]) -> None:
        """Sign in to ``given["channel"]`` by ``given["way"]``; the rest are its blanks."""
        blanks = {name: text for name, text in given.items() if name not in NOT_BLANKS}
        self._sheet().sign_in(given["channel"], given["way"], blanks)

    async def sign_in_cancel(self) -> None:
        """Stop signing in."""
        self._sheet().cancel()

    async def account_sign_out(self, channel: str) -> None:
        """Forget an account, here and there."""
        await self._sheet().sign_out(channel)
