"""The alarm strip."""

from ui.alarms.panel import AlarmPanel

__all__ = ["AlarmPanel"]
