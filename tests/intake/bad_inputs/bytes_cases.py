"""Classes 1–13 and 64: bytes that are empty, foreign, cut or in another encoding, and other kinds of workbooks."""

from __future__ import annotations

import codecs

from tests.intake.bad_inputs.building import Case, Said, actions, actuals, zipped
from tests.intake.bad_inputs.sentences import CHOOSE_TABLE, RENAME, SAVE_AGAIN

_CUT = actions({"備考": "窓口"}).encode().rstrip()[:-1]
_EUC = actions().encode("euc_jp")
_TITLE = "①㈱髙橋～窓口－"

_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
_ODS = zipped("content.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet")

_EMPTY = (Said("", "empty_file", "ファイルに何も書かれていません。", "保存したファイルか、選び直してください。"),)
_UTF16 = Said("", "utf16", "「Unicodeテキスト」(UTF-16)で保存されています。", SAVE_AGAIN)


def _undecodable(row: int, why: str, fix: str) -> Said:
    return Said(f"{row}行", "undecodable", f"{row}行目の文字を読めません。{why}", fix)


def _cut(row: int) -> Said:
    fix = "保存やコピーの途中で切れていないか確かめ、元のファイルを選び直してください。"
    return _undecodable(row, "ファイルが文字の途中で切れています。", fix)


def _broken(row: int) -> Said:
    return _undecodable(row, "UTF-8の文字が壊れています。", "その行を入力し直して保存してください。")


def _mixed_encoding(row: int) -> Said:
    message = f"{row}行目だけ別の文字コードで書かれています(UTF-8とShift_JISが混じっています)。"
    fix = "別のファイルをつなげた部分を消し、Excelで貼り付け直して保存してください。"
    return Said(f"{row}行", "mixed_encoding", message, fix)


def _not_csv(kind: str, mend: str = CHOOSE_TABLE) -> Said:
    return Said("", "not_csv", f"名前にかかわらず、中身は{kind}です。", mend)


def _another(kind: str) -> tuple[Said]:
    fix = "Excelで開き、「名前を付けて保存」で「Excelブック(.xlsx)」を選んで保存し直してください。"
    return (Said("", "other_workbook", f"{kind}です。このままでは読み込めません。", fix),)


CASES = (
    Case(1, "an empty file", b"", encoding=None, said=_EMPTY),
    Case(1, "only line breaks", b"\r\n \r\n", encoding=None, said=_EMPTY),
    Case(2, "only a byte order mark", codecs.BOM_UTF8, encoding=None, said=_EMPTY),
    Case(
        3,
        "only a header",
        actions().splitlines()[0].encode(),
        said=(Said("", "no_rows", "見出しだけで、データの行がありません。", "2行目からデータを入力してください。"),),
    ),
    Case(
        4,
        "UTF-8 with a byte order mark",
        actions().encode("utf-8-sig"),
        encoding="utf-8-sig",
        reads={(2, "progress"): 40.0},
    ),
    Case(4, "UTF-8 without a byte order mark", actions().encode(), reads={(2, "department"): "DX推進室"}),
    Case(5, "cp932", actions().encode("cp932"), encoding="cp932", reads={(2, "title"): "オンライン申請の拡大"}),
    Case(
        6,
        "cp932 with characters of its own",
        actions({"取組名": _TITLE, "進捗率": "－"}).encode("cp932"),
        encoding="cp932",
        reads={(2, "title"): _TITLE, (2, "progress"): None, (2, "progress_missing"): "－"},
    ),
    Case(
        7,
        "cp932 of one short line",
        "指標番号,時点,実績値\nK1,R8.9.30,5".encode("cp932"),
        encoding="cp932",
        reads={(2, "kpi_id"): "K1", (2, "as_of"): "2026-09-30", (2, "value"): 5.0},
        repairs=(("B2", "R8.9.30", "2026-09-30"),),
    ),
    Case(
        8,
        "EUC-JP",
        _EUC,
        encoding=None,
        said=(_undecodable(1, "EUC-JPで保存されています。", "UTF-8で保存し直してください。"),),
    ),
    Case(
        8,
        "ISO-2022-JP",
        actions().encode("iso2022_jp"),
        encoding=None,
        said=(_undecodable(1, "JIS(ISO-2022-JP)で保存されています。", "UTF-8で保存し直してください。"),),
    ),
    Case(
        9,
        "UTF-16 as Excel's Unicode text",
        actions().replace(",", "\t").encode("utf-16"),
        encoding=None,
        said=(_UTF16,),
    ),
    Case(9, "UTF-16 without its mark", actuals().encode("utf-16-le"), encoding=None, said=(_UTF16,)),
    Case(10, "UTF-8 cut in mid-character", _CUT, encoding=None, said=(_cut(2),)),
    Case(10, "UTF-8 with its mark, cut", codecs.BOM_UTF8 + _CUT, encoding=None, said=(_cut(2),)),
    Case(
        10,
        "a byte that no encoding has",
        actuals({}, {}).encode() + b"K-02,2026-09-30,\xff\xfe\n",
        encoding=None,
        said=(_broken(4),),
    ),
    Case(
        10,
        "UTF-8 with a broken byte and its mark",
        codecs.BOM_UTF8 + actuals({}, {}).encode() + b"K-02,2026-09-30,\xff\xfe\n",
        encoding=None,
        said=(_broken(4),),
    ),
    Case(
        11,
        "NUL bytes",
        actuals({}, {"備考": "\0"}).encode(),
        encoding=None,
        said=(
            Said(
                "3行",
                "nul_byte",
                "3行目に文字ではないデータ(NUL)が混じっています。",
                SAVE_AGAIN,
            ),
        ),
    ),
    Case(
        12,
        "a workbook named csv",
        zipped("xl/workbook.xml"),
        encoding=None,
        said=(_not_csv("Excelブック(.xlsx)", RENAME),),
    ),
    Case(
        12,
        "a document named csv",
        zipped("word/document.xml"),
        encoding=None,
        said=(_not_csv("WordやPowerPointの文書"),),
    ),
    Case(12, "a zip named csv", zipped("action_plan.csv"), encoding=None, said=(_not_csv("圧縮ファイル(ZIP)"),)),
    Case(64, "an .xls", _COMPOUND + bytes(512), encoding=None, said=_another("古い形式のExcelブック(.xls)")),
    Case(64, "an .xlsb", zipped("xl/workbook.bin"), encoding=None, said=_another("Excelバイナリブック(.xlsb)")),
    Case(64, "an .ods", _ODS, encoding=None, said=_another("OpenDocumentの表(.ods)")),
    Case(
        64,
        "a workbook with a password",
        _COMPOUND + bytes(512) + "EncryptedPackage".encode("utf-16-le") + bytes(96),
        encoding=None,
        said=(
            Said(
                "",
                "workbook_with_password",
                "パスワードの付いたExcelブックです。このままでは読み込めません。",
                "Excelで開き、「ファイル」「情報」「ブックの保護」でパスワードを消してから保存し直してください。",
            ),
        ),
    ),
    Case(
        12,
        "a web page named csv",
        b"\n<!DOCTYPE html><html><table></table></html>",
        encoding=None,
        said=(_not_csv("ウェブページ(HTML)またはXML", SAVE_AGAIN),),
    ),
    Case(12, "a PDF named csv", b"%PDF-1.7\n", encoding=None, said=(_not_csv("PDF"),)),
    Case(
        13,
        "a row in cp932 inside UTF-8",
        actuals({}, {}).encode() + "K-01,2026-08-31,3,出典\n".encode("cp932"),
        encoding=None,
        said=(_mixed_encoding(4),),
    ),
    Case(
        13,
        "a row in UTF-8 inside cp932",
        actuals({"時点": "2026-07-31"}).encode("cp932") + "K-01,2026-08-31,3,出典\n".encode(),
        encoding=None,
        said=(_mixed_encoding(3),),
    ),
)
