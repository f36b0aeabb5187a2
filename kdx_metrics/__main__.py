"""Entry point of `python -m kdx_metrics COMMAND`."""

import sys

from kdx_metrics.cli import main

if __name__ == "__main__":
    sys.exit(main())
