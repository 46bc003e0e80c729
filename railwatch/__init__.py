"""The front door: the command line, configuration and the demo newsroom."""

import os

# Our matrices are small: shared among threads they take no less time, and half as much again of
# the processor. To be said before numpy is loaded, in this process and those that it starts.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"
