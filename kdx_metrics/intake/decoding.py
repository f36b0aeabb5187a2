"""Bytes → text in one fixed order, never by guessing (architecture.md, decision 5), and what to say when it fails."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Mapping

ENCODING_WORDS: Mapping[str, str] = {"utf-8-sig": "UTF-8(BOM付き)", "utf-8": "UTF-8", "cp932": "Shift_JIS(cp932)"}

ZIP = b"PK\x03\x04"  # first bytes of a ZIP file, as a workbook is
_NO_CP932 = ("\x80", "\xa0", "\uf8f0", "\uf8f1", "\uf8f2", "\uf8f3")
_SIGNATURES = (
    (b"%PDF-", "PDF"),
    (b"{\\rtf", "リッチテキスト"),
    (b"\x89PNG", "画像"),
    (b"\xff\xd8\xff", "画像"),
    (b"\x1f\x8b", "圧縮ファイル"),
    (b"7z\xbc\xaf\x27\x1c", "圧縮ファイル"),
)
_COMPOUND = b"\xd0\xcf\x11\xe0"  # what Office files were before they were ZIP files, and what one with a password is
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ZIPPED_WORKBOOKS = (
    (b"xl/workbook.bin", "Excelバイナリブック(.xlsb)"),
    (b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "OpenDocumentの表(.ods)"),
)
_MARKUP = (b"<!doctype", b"<html", b"<head", b"<body", b"<table", b"<?xml", b"<meta")
SAVE_AS_CSV = "Excelで開き、「名前を付けて保存」で「CSV UTF-8(コンマ区切り)」を選んで保存し直してください。"
CHOOSE_TABLE = "この形式は表として読めません。もとのExcelブック(.xlsx)かCSVを選び直してください。"
_RENAME = "ファイル名の終わりを「.xlsx」に直して、選び直してください。"
_SAVE_AGAIN = "Excelで開き直し、「CSV UTF-8(コンマ区切り)」で保存し直してください。"


class Unreadable(Exception):
    """A file that cannot be read: an issue code with its row and words."""

    def __init__(self, code: str, row: int | None = None, **words: str) -> None:
        super().__init__(code)
        self.code = code
        self.row = row
        self.words = words
        self.encoding: str | None = None


def refuse_foreign(data: bytes) -> None:
    """Raise Unreadable for what is no CSV text at all: empty, another kind of file or workbook, UTF-16, NUL bytes."""
    content = data.removeprefix(codecs.BOM_UTF8)
    if not content or content.isspace():
        raise Unreadable("empty_file")
    if content.startswith((_COMPOUND, ZIP)):
        raise _of_office(content)
    for signature, kind in _SIGNATURES:
        if content.startswith(signature):
            raise Unreadable("not_csv", kind=kind, mend=CHOOSE_TABLE)
    if content[:200].lstrip().lower().startswith(_MARKUP):
        raise Unreadable("not_csv", kind="ウェブページ(HTML)またはXML", mend=SAVE_AS_CSV)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or content[:400].count(b"\0") * 5 > len(
        content[:400]
    ):
        raise Unreadable("utf16")
    nul = data.find(b"\0")
    if nul >= 0:
        raise Unreadable("nul_byte", row=_row_at(data, nul, "cp932"))


def decode(data: bytes, is_expected: Callable[[str], bool]) -> tuple[str, str]:
    """The text and its encoding: BOM, else strict UTF-8, else strict cp932, whichever shows an expected header.

    Raises Unreadable when none decodes. Text without the header is still returned where its encoding is beyond
    doubt, so that the header can be spoken of.
    """
    if data.startswith(codecs.BOM_UTF8):
        try:
            return data[3:].decode("utf-8"), "utf-8-sig"
        except UnicodeDecodeError as error:
            raise _broken_utf8(data[3:], error) from error
    text, failure = _utf8(data)
    if text is not None and is_expected(text):
        return text, "utf-8"
    windows = _cp932(data)
    if windows is not None and is_expected(windows):
        if row := _row_in_utf8(data):
            raise Unreadable("mixed_encoding", row=row)
        return windows, "cp932"
    _refuse_other_encodings(data, is_expected)
    if text is not None:
        return text, "utf-8"
    if failure and (windows is None or _row_in_utf8(data)):
        raise _broken_utf8(data, failure)
    return windows or "", "cp932"


def _utf8(data: bytes) -> tuple[str | None, UnicodeDecodeError | None]:
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError as error:
        return None, error


def _cp932(data: bytes) -> str | None:
    """Strict cp932; Python also decodes five bytes that Windows assigns to nothing (80, A0, FD–FF)."""
    try:
        text = data.decode("cp932")
    except UnicodeDecodeError:
        return None
    return None if any(stray in text for stray in _NO_CP932) else text


def _refuse_other_encodings(data: bytes, is_expected: Callable[[str], bool]) -> None:
    """Name an encoding that is not read, so that the mend can be said: the header is readable in it."""
    for encoding, name in (("euc_jp", "EUC-JP"), ("iso2022_jp", "JIS(ISO-2022-JP)")):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if is_expected(text):
            why = f"{name}で保存されています。"
            raise Unreadable("undecodable", row=1, why=why, mend="UTF-8で保存し直してください。")


def _broken_utf8(data: bytes, error: UnicodeDecodeError) -> Unreadable:
    row = _row_at(data, error.start, "utf-8")
    if error.reason == "unexpected end of data":
        why = "ファイルが文字の途中で切れています。"
        return Unreadable(
            "undecodable",
            row=row,
            why=why,
            mend="保存やコピーの途中で切れていないか確かめ、元のファイルを選び直してください。",
        )
    if not _row_in_utf8(data):
        why = "UTF-8でもShift_JIS(cp932)でもない文字があります。"
        return Unreadable("undecodable", row=row, why=why, mend=_SAVE_AGAIN)
    if _cp932(data[error.start :].splitlines()[0]) is None:
        why = "UTF-8の文字が壊れています。"
        return Unreadable("undecodable", row=row, why=why, mend="その行を入力し直して保存してください。")
    return Unreadable("mixed_encoding", row=row)


def _row_in_utf8(data: bytes) -> int | None:
    """The first line that is UTF-8 beyond doubt: it decodes strictly and holds a kana or kanji (three bytes)."""
    for number, line in enumerate(data.splitlines(), start=1):
        if line.isascii():
            continue
        try:
            if any(character >= "\u0800" for character in line.decode("utf-8")):
                return number
        except UnicodeDecodeError:
            continue
    return None


def _row_at(data: bytes, offset: int, encoding: str) -> int:
    """The Excel row that holds a byte: records are counted, since a quoted cell may span lines."""
    before = data[:offset].decode(encoding, errors="replace").replace("\0", " ") + "."
    return sum(1 for _ in csv.reader(io.StringIO(before, newline="")))


def _of_office(content: bytes) -> Unreadable:
    if content.startswith(_COMPOUND):
        if _ENCRYPTED in content:
            return Unreadable("workbook_with_password")
        return Unreadable("other_workbook", kind="古い形式のExcelブック(.xls)")
    for part, kind in _ZIPPED_WORKBOOKS:
        if part in content:
            return Unreadable("other_workbook", kind=kind)
    if b"xl/" in content:
        return Unreadable("not_csv", kind="Excelブック(.xlsx)", mend=_RENAME)
    is_document = b"word/" in content or b"ppt/" in content
    kind = "WordやPowerPointの文書" if is_document else "圧縮ファイル(ZIP)"
    return Unreadable("not_csv", kind=kind, mend=CHOOSE_TABLE)
