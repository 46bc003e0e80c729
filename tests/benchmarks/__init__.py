"""Speed and memory, measured by hand: `make bench`. Figures are ratios within one run."""
