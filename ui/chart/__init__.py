"""The mention chart: curves, moments, the spike and what people say."""

from ui.chart.panel import ChartPanel

__all__ = ["ChartPanel"]
