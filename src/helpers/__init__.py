"""Helpers of the compendium: they compute, the notebooks tell."""
