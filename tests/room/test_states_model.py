"""A short run of the room's states against their model; ``make faults`` runs a long one."""

from hypothesis import settings

from tests.room.states_model import StatesModel

TestStates = StatesModel.TestCase
TestStates.settings = settings(max_examples=10, stateful_step_count=25)
