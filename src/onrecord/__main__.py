"""``python -m onrecord``."""

import sys

from onrecord.cli import main

if __name__ == "__main__":
    sys.exit(main())
