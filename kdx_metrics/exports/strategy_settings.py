"""Settings of strategy.toml in Japanese, each with its default and its meaning, for the data dictionary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from pydantic.fields import FieldInfo

from kdx_metrics.plan.strategy import Strategy
from kdx_metrics.plan.strategy.part import Part

Setting = tuple[str, str, str, str]  # section, key, 必須 or the default, meaning

MEANINGS: Mapping[str, Mapping[str, str]] = {
    "strategy": {
        "title": "戦略の名称。画面と資料の題名になります",
        "organization": "団体の名称",
        "vision": "戦略がめざす将来像。「戦略の体系」の初めに出ます",
        "policy": "基本方針。「戦略の体系」に出ます",
        "source": "将来像と基本方針の出典",
        "municipality_code": "全国地方公共団体コード(6けた)。公開サイトの datapackage.json に書き出します",
        "timezone": "今日の日付と時刻の時間帯",
    },
    "data": {"as_at": "このファイルと同じフォルダーのCSVの時点。空欄は今日"},
    "pillar": {
        "id": "柱の番号。取組・指標の「柱」に書けます",
        "name": "柱の名称",
        "role": "柱、または柱を支える「支え」",
        "aliases": "柱の名称として読み替える語",
        "vision": "その柱の達成すべき状態。「戦略の体系」に出ます",
    },
    "period": {
        "number": "期の番号。1から順に",
        "name": "期の名称",
        "first_fiscal_year": "最初の年度(西暦)",
        "last_fiscal_year": "最後の年度(西暦)。次の期は翌年度から始まります",
    },
    "rating": {
        "slightly_behind": "計画との差がこのポイントを超えて下回ると、取組はやや遅れ",
        "behind": "計画との差がこのポイントを超えて下回ると、取組は遅れ",
    },
    "kpi": {
        "on_track": "進度がこの値以上なら、指標は順調",
        "slightly_behind": "進度がこの値以上なら、指標はやや遅れ。下回れば遅れ",
        "attainment": "先に示す割合。gain は達成率(基準値から)、ratio は目標比",
    },
    "status": {},
    "milestones": {
        "categories": "年表の「区分」に書ける語",
        "meeting": "そのうち本部の会議を表す語。会議の日付はグラフにも出ます",
    },
    "voices": {"kinds": "意見の「種類」に書ける語"},
    "public": {"licence": "公開サイトのオープンデータの利用条件"},
    "effects": {
        "hourly_yen": "1時間あたりの人件費(円)。書くと、削減時間を金額にして費用と比べます",
        "source": "その金額の出典",
    },
    "grant": {
        "name": "交付金の名称。公表された総額を「お金と効果」の注記に示し、取組の金額とは合計しません",
        "published_on": "公表日",
        "total": "総額(千円)",
        "subsidy": "うち国費(千円)",
        "works": "対象の事業",
        "source": "出典",
    },
    "theme": {
        "id": "施策の番号",
        "pillar": "施策が属する柱の番号",
        "name": "施策の名称。取組の「施策」に書けます",
    },
    "department": {"name": "課の名称", "aliases": "同じ課として読み替える語"},
    "assessment": {
        "word": "自己評価・本部評価に書ける語(A、◎など)。よいものから順に並べます",
        "about": "その語の意味",
        "means": "対応する評価。completed 完了、on_track 順調、slightly_behind やや遅れ、behind 遅れ、"
        "not_evaluable 評価不能",
        "aliases": "読み替える語",
    },
    "directions": {
        "words": "「今後の方向性」に書ける語",
        "review": "そのうち、見直して続けることを表す語。次期の案は、取組を仮の完了予定で載せます",
        "close": "そのうち、終えることを表す語。次期の案は、取組を載せません",
    },
}
FREE: Mapping[str, Setting] = {
    "status": ("[status]", "状況の語", "", "取組の「状況」のその語として読み替える語"),
    "public": (
        "[public]",
        "表の名前",
        "",
        "その表で公開サイトに出す列の見出し。表は英語名(action_plan など)で書き、書かない表は決まった列です",
    ),
}


def listed_meanings() -> Iterator[Setting]:
    """One row per setting, in the order of the file."""
    for section, field in _by_alias(Strategy).items():
        parts = _parts(field.annotation)
        heading = f"[[{section}]]" if get_args(field.annotation) and parts else f"[{section}]"
        for key, inner in _by_alias(parts[0]).items() if parts else ():
            if key in MEANINGS[section]:
                yield heading, f"`{key}`", _default(inner), MEANINGS[section][key]
        if section in FREE:
            yield FREE[section]


def _by_alias(part: type[Part]) -> dict[str, FieldInfo]:
    return {field.alias or name: field for name, field in part.model_fields.items()}


def _parts(annotation: Any) -> list[type[Part]]:  # noqa: ANN401  # a type as it is written
    """Part of a section: itself, or the item of a tuple."""
    return [each for each in (annotation, *get_args(annotation)) if isinstance(each, type) and issubclass(each, Part)]


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "必須"
    value = field.get_default(call_default_factory=True)
    if isinstance(value, tuple):
        return "、".join(value)
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
