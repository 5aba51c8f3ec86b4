"""YAML and JSON files in which every value knows its line and column."""

from asher.documents.document import Document, Keys, path_text, printable, shown
from asher.documents.faults import closest, faults_of
from asher.documents.read import read_document

__all__ = [
    "Document",
    "Keys",
    "closest",
    "faults_of",
    "path_text",
    "printable",
    "read_document",
    "shown",
]
