"""`python -m maillage.installation` is the command `maillage`."""

import sys

from maillage.installation.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
