"""The verbs, one a module: `replay_case.py` holds `replay_case`, which is `asher replay-case`.

The first line of its docstring is its line in the list of verbs, where it stands at its `PLACE`.
A module imports what is heavy when the verb is called, so that the list is there at once. A folder
is a group of verbs, and the underscore of `import_.py`, which Python asks for, is not said.
"""
