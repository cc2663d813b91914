"""Quartierwerk: the open house for a city's creative economy and its district marketing."""

__version__ = "0.1.0"
