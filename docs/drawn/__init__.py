"""The fictional places that ship with the program, a module each; `make_places.py` writes them."""
