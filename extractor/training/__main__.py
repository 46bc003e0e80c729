"""`python -m extractor.training GOLD` trains every model from annotated articles (`make train`).

The work is done in modules that its processes can import, which this one is not.
"""

from extractor.training.models import main

if __name__ == "__main__":
    main()
