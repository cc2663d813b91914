"""Tables as answers of a web page, streamed, under a name that every browser understands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import FileResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from quartierwerk.foundation.sheets.mapping import Column
from quartierwerk.foundation.sheets.writing import AnyRow, write_csv, write_geojson, write_xlsx

TABLES = ("csv", "xlsx")
"""What ``download`` makes."""
FORMATS = (*TABLES, "geojson")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download(
    rows: Iterable[AnyRow], columns: Sequence[Column], *, format: str, filename: str, title: str = ""
) -> StreamingHttpResponse | FileResponse:
    """Rows as a CSV or XLSX download; the file name comes without its ending."""
    if format == "csv":
        return _streamed(write_csv(rows, columns), "text/csv; charset=utf-8", f"{filename}.csv")
    if format == "xlsx":
        file = write_xlsx(rows, columns, title=title or filename)
        return FileResponse(file, as_attachment=True, filename=f"{filename}.xlsx", content_type=_XLSX)
    raise ValueError(format)


def download_geojson(features: Iterable[Mapping[str, Any]], *, filename: str) -> StreamingHttpResponse:
    """Features as a GeoJSON download; the file name comes without its ending."""
    return _streamed(write_geojson(features), "application/geo+json", f"{filename}.geojson")


def _streamed(pieces: Iterable[bytes], content_type: str, filename: str) -> StreamingHttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=filename)
    return StreamingHttpResponse(pieces, content_type=content_type, headers={"Content-Disposition": disposition})
