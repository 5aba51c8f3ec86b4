"""YAML, JSON and CSV files in which every value knows its line and column."""

from asher.documents.document import Document, Keys, brief, listed, path_text, shown
from asher.documents.faults import closest, faults_of
from asher.documents.read import read_document
from asher.documents.sheet import Cell, Sheet, read_sheet
from asher.strangers import printable

__all__ = [
    "Cell",
    "Document",
    "Keys",
    "Sheet",
    "brief",
    "closest",
    "faults_of",
    "listed",
    "path_text",
    "printable",
    "read_document",
    "read_sheet",
    "shown",
]
