"""`python -m helpers.release`: green, wheel or archive."""

import sys

from .commands import main

sys.exit(main())
