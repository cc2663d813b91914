"""The directory's columns in files, and the ways in and out: lists that are imported, views that are exported."""

from quartierwerk.rooms.directory.exchange.columns import COLUMNS
from quartierwerk.rooms.directory.exchange.exports import download, export, export_columns, export_rows, features
from quartierwerk.rooms.directory.exchange.imports import ImportSummary, import_file, push, resume, write_refused
