"""Speed and memory, measured by hand: `make bench`. Figures are ratios within one run."""

import railwatch  # noqa: F401  (before numpy is loaded: it settles how many threads that takes)
