"""Files as agencies write them: the same rows give the same bytes, compressed and spreadsheet files included."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any
from xml.sax.saxutils import escape

from outcomes.sample.ledger import ImpossibleDay, OtherForm

EPOCH = dt.date(1899, 12, 30)
"""Day 0 of spreadsheets."""

FORMS = {"iso": "%Y-%m-%d", "dmy": "%d/%m/%Y", "cells": "%Y-%m-%d"}
OTHER = {"iso": "dmy", "dmy": "iso", "cells": "dmy"}
IMPOSSIBLE = {"iso": "2015-02-30", "dmy": "30/02/2015", "cells": "2015-02-30"}


class Plain:
    """Turns values into text: days in the file's form, each day's text made once."""

    def __init__(self, form: str) -> None:
        self.form = form
        self._days: dict[dt.date, str] = {}

    def text(self, value: Any) -> Any:
        """The value as it is written; whole numbers and texts are left as they are."""
        if value is None:
            return ""
        if isinstance(value, dt.date):
            found = self._days.get(value)
            if found is None:
                found = self._days[value] = value.strftime(FORMS[self.form])
            return found
        if isinstance(value, ImpossibleDay):
            return IMPOSSIBLE[self.form]
        if isinstance(value, OtherForm):
            return value.day.strftime(FORMS[OTHER[self.form]])
        return value


def csv_bytes(rows: Iterable[Sequence[Any]], encoding: str, newline: str) -> bytes:
    """Rows of texts and whole numbers, the header among them."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator={"lf": "\n", "crlf": "\r\n"}[newline]).writerows(rows)
    return text.getvalue().encode(encoding)


def gzip_bytes(content: bytes) -> bytes:
    return gzip.compress(content, compresslevel=6, mtime=0)


def xlsx_bytes(rows: Iterable[Sequence[Any]]) -> bytes:
    """A workbook of one sheet. A day is a cell with a date's format, a whole number a number, anything else a text."""
    sheet = "".join(_sheet_row(number, row) for number, row in enumerate(rows, 1))
    parts = dict(_PARTS)
    parts["xl/worksheets/sheet1.xml"] = f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData>{sheet}</sheetData></worksheet>'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            archive.writestr(entry, content)
    return packed.getvalue()


def _sheet_row(number: int, row: Sequence[Any]) -> str:
    cells = "".join(_cell(f"{_letters(position)}{number}", value) for position, value in enumerate(row))
    return f'<row r="{number}">{cells}</row>'


def _cell(at: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, dt.date):
        return f'<c r="{at}" s="1"><v>{(value - EPOCH).days}</v></c>'
    if isinstance(value, int):
        return f'<c r="{at}"><v>{value}</v></c>'
    return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def _letters(position: int) -> str:
    """A column's name: A, B … Z, AA."""
    first, second = divmod(position, 26)
    return (chr(64 + first) if first else "") + chr(65 + second)


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEETML = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEETML}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_SHEETML}.styles+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEETML}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">'
        '<sheets><sheet name="Export" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts>'
        '<fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
        '<cellXfs count="2"><xf/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    ),
}
