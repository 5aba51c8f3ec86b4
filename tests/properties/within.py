"""Where values stand within a document of dicts and lists."""


def paths(value, at=()):
    """The keys that lead to each value, those of the whole document first: none."""
    yield at
    items = value.items() if isinstance(value, dict) else ()
    items = enumerate(value) if isinstance(value, list) else items
    for key, part in items:
        yield from paths(part, (*at, key))


def parent_of(document, path):
    """What holds the value at a path."""
    for key in path[:-1]:
        document = document[key]
    return document
