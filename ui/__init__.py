"""The window. It draws one frozen ``DeskView`` and orders commands; it decides nothing."""
