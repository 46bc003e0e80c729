"""Why things happened: the words for causes, and the search for them in and around a sentence."""
