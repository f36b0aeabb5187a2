"""Issues that cases of several modules expect: each sentence once, with the words of a case put in."""

from __future__ import annotations

from tests.intake.bad_inputs.building import Said

CHOOSE_TABLE = "この形式は表として読めません。もとのExcelブック(.xlsx)かCSVを選び直してください。"
RENAME = "ファイル名の終わりを「.xlsx」に直して、選び直してください。"
SAVE_AGAIN = "Excelで開き、「名前を付けて保存」で「CSV UTF-8(コンマ区切り)」を選んで保存し直してください。"


def required_missing(at: str, header: str) -> Said:
    """A blank cell of a column that must be filled."""
    return Said(at, "required_missing", f"「{header}」が空欄です。", f"「{header}」を入力してください。")


def duplicate_key(at: str, key: str) -> Said:
    """A row with the same key as row 2."""
    fix = "どちらかの行を削除するか、番号や日付を直してください。"
    return Said(at, "duplicate_key", f"{key}が2行目と同じです。", fix)


def progress_out_of_range(at: str, typed: str) -> Said:
    """進捗率 below 0 or above 100."""
    message = f"進捗率「{typed}」は0から100の範囲にありません。"
    return Said(at, "progress_out_of_range", message, "0から100の数を入力してください。")


def unknown_pillar(at: str, typed: str) -> Said:
    """A 柱 that the strategy does not have."""
    fix = "次のいずれかを入力してください: P1(市民の利便性向上)、P2(業務の効率化)、P3(人財育成)"
    return Said(at, "unknown_pillar", f"柱「{typed}」は戦略にありません。", fix)


def unknown_period(at: str, typed: str) -> Said:
    """A 期 that the strategy does not have."""
    fix = "次のいずれかを入力してください: 1(第1期)、2(第2期)、3(第3期)、4(第4期)"
    return Said(at, "unknown_period", f"期「{typed}」は戦略にありません。", fix)


def unit_in_cell(at: str, typed: str, unit: str) -> Said:
    """実績値 with a unit that is not the column's."""
    message = f"実績値「{typed}」は数値だけではありません。数値のあとに「{unit}」が付いています。"
    fix = "数値だけを入力してください。読み替えるのは、その列の単位だけです(機械可読性ルール L2-01)。"
    return Said(at, "unit_in_cell", message, fix)
