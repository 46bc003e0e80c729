"""One outlet a file: file name, spider name and class name agree, the country last."""
