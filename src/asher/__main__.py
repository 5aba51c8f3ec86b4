"""`python -m asher`: the same as `asher`."""

from __future__ import annotations

from asher.cli.app import main

if __name__ == "__main__":
    main()
