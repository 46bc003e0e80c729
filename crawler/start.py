"""How a process of its own starts, before it loads Scrapy.

Not by `-m`: each worker would load the module, and all of Scrapy, before its own.
"""

from __future__ import annotations

import signal
from importlib import import_module

# What the processes that parse need, loaded while the one that crawls loads Scrapy.
PARSERS = ("crawler.reading", "crawler.sources")


def start(module: str) -> None:
    """Do the job of the module, whose `main` reads it on standard input.

    Ctrl-C goes to this process and to the one that started it: that one tells of it.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from crawler.worker import load_ahead  # behind the signal: it takes its time

    load_ahead(*PARSERS)
    import_module(module).main()
