"""The sheet of accounts: who is signed in, and a sign-in that anybody can finish."""

from ui.accounts.panel import AccountsPanel

__all__ = ["AccountsPanel"]
