"""The sheet of people: who may say yes, what with, and who sits at this desk."""

from ui.people.panel import PeoplePanel

__all__ = ["PeoplePanel"]
