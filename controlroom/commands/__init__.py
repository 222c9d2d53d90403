"""The registry of everything an operator can order.

Keys, buttons and the command line reach an action only through ``order``: the same id, the same
reason why not now, the same run. The window reads ``keys`` and ``gesture`` to bind and print them.
"""

from controlroom.commands.command import Arguments, Command, Gesture, state_word
from controlroom.commands.orders import Orders
from controlroom.commands.table import COMMANDS
from controlroom.errors import Refused

__all__ = ["COMMANDS", "Arguments", "Command", "Gesture", "Orders", "order", "state_word"]


async def order(orders: Orders, command: str, arguments: Arguments) -> None:
    """Carry out one command. Raises ``Refused`` with the reason where it may not run now."""
    known = COMMANDS[command]
    if (reason := known.why_not(orders)) is not None:
        raise Refused(reason)
    await known.run(orders, arguments)
