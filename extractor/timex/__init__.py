"""The grammar of times: words from a language's data, spans in a text, dates by an anchor."""
