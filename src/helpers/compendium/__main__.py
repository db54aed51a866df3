"""`python -m helpers.compendium`."""

import gc
import sys

from .commands import main

# A command ends with what it made, and the trees of the site's pages are looked through for seconds.
gc.disable()
sys.exit(main())
