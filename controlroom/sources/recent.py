"""The last ids that came from a network that repeats itself, in fixed memory."""

from collections import OrderedDict

KEPT = 20_000


class Recent:
    """The newest ``kept`` ids."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._ids: OrderedDict[str, None] = OrderedDict()

    def __contains__(self, id_: str) -> bool:
        return id_ in self._ids

    def again(self, id_: str) -> bool:
        """Whether ``id_`` was here before; it is remembered from now on."""
        if id_ in self._ids:
            return True
        self._ids[id_] = None
        if len(self._ids) > self._kept:
            self._ids.popitem(last=False)
        return False
