"""A study declared from its export: columns, kinds, the valuation found, and the files that a first run needs."""
