"""CSV and XLSX in and out, for every room; it knows columns and cells, no word of any domain.

`open_table` reads a file of a stranger, `propose` maps its headings, `clean_cell` makes a cell harmless,
`report_writer` hands refused rows back, `download` and the writers beneath it give tables out.
"""

from quartierwerk.foundation.sheets.cleaning import Cleaned, clean_cell, neutralise, restore
from quartierwerk.foundation.sheets.download import FORMATS, TABLES, download, download_geojson
from quartierwerk.foundation.sheets.errors import SheetError
from quartierwerk.foundation.sheets.lists import cells_of
from quartierwerk.foundation.sheets.mapping import Column, Mapping, fingerprint, propose
from quartierwerk.foundation.sheets.reading import Row, Table, open_table
from quartierwerk.foundation.sheets.report import Report, report_writer
from quartierwerk.foundation.sheets.writing import points_feature, write_csv, write_geojson, write_xlsx
