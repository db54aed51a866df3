"""`python -m helpers.compendium`."""

import sys

from .commands import main

sys.exit(main())
