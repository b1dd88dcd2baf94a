"""Catalog → what an editor wants to know about it: flowcharts, coverage, pictures, what changed for readers."""
