"""Rules in words: how each number and each order comes about, with the thresholds in force."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from kdx_metrics.numbers.kpi import forecast, spc
from kdx_metrics.numbers.meeting import attention, carry_over
from kdx_metrics.plan.fiscal_calendar import wareki
from kdx_metrics.plan.formats import format_given
from kdx_metrics.plan.strategy import EffectPrice, Strategy
from kdx_metrics.plan.tables import TableName
from kdx_metrics.wording.kpi.kpi_sentences import band_words
from kdx_metrics.wording.words import ATTENTION_WORDS, RATING_WORDS

EARNED = (
    "出来高スケジュール(アーンド・スケジュール)で見積もります。\n実績と同じ値を計画が取るはずだった時点までの日数(ES)を、"
    "実際に過ぎた日数(AT)で割った値が SPI(t) です。1.00 は計画どおり、1 未満は遅れを表します。\n"
    "完了見込みは 計画日数(PD) ÷ SPI(t) です。"
)
COURSE = "見通しは取組ごとに今までの速さが続くとした場合です。未報告・開始前・0%の取組は見通しを出しません。"
CELLS = "各マスは、その柱・期の取組だけで計算した進捗率です。"
CHANGES = "それぞれの時点の取組だけで、その時点の日付で計算し直した値どうしを比べています。重みつきの平均です。"
SLIPS = "公開された時点ごとの完了予定日です。線が上がるほど、完了予定が後ろ倒しになっています。"
HOMEWORK = "この会議より前の会議で記録され、状態が「完了」ではない決定・宿題です。期限の早い順に並べます。"
MONEY = (
    "年度評価の表の予算額・決算額・うち交付金等を、年度ごとに合計します。中止の取組も含めます。金額のない取組は数えず、0ともみなしません。\n"
    "執行率 = 100 × 決算額の合計 ÷ 予算額の合計。終わった年度について、両方がある取組だけで計算します。"
)
EFFECTS = (
    "効果の表の見込と実績を、種類と単位ごとに合計します。単位の違う効果は合計しません。\n"
    "見込みに対する割合 = 100 × 実績の合計 ÷ 見込みの合計。見込みと実績の両方がある取組の年度だけで計算します。\n"
    "途中の年度や、まだ出ていない実績を推し量って補うことはしません。"
)
MILESTONES = "年表は市の公表資料にもとづく実際の出来事です。"
LINKS = (
    "いまの期の取組と、その取組が目指す変化を測る指標(つながりが「成果」のもの)の組み合わせを、両方の評価で数えます。\n"
    "取組のそのほかは未報告・評価不能・開始前・対象外です。つながりは「取組と指標」の表(links.csv)にあります。"
)
KPIS = "指標ごとの計算と元の行は「指標」のページの「数値と根拠」にあります。"


def reports(since: date | None, as_of: date, strategy: Strategy) -> str:
    """Reports that count for a 時点: 進捗率, and 年度評価 where people rate."""
    after = f"{wareki(since)}より後" if since else "これまで"
    reported = "進捗率か年度評価" if strategy.assessments else "進捗率"
    return f"更新日が{after}、{wareki(as_of)}までの{reported}を報告とみなします(完了・中止・開始前の取組は数えません)。"


def last_meeting(strategy: Strategy) -> str:
    """Rule by which the meeting before is known."""
    return f"前回の会議は年表の「{strategy.milestones.meeting}」の行から決まります。"


def groups(strategy: Strategy) -> str:
    """Planned and actual percentages of a group, and the bands of its ratings."""
    return (
        "計画 = 経過日数 ÷ 予定日数 × 100(開始予定から完了予定まで、両端を含む)。\n"
        "実績 = 完了なら100、それ以外は報告された進捗率。進捗率が空欄でも、状況が未着手か開始前なら0。\n"
        "差 = 実績 − 計画(ポイント)。\n"
        "まとめるときは、計画も実績も重みつきの平均です。中止(対象外)と未報告の取組は平均に入れず、件数で示します。"
        "未報告がある間は、それが前の報告の値(なければ0)のままの場合との幅で示します。\n"
        f"評価は計画との差で決めます: {format_given(strategy.rating.slightly_behind)}ポイントまでの遅れは順調、"
        f"{format_given(strategy.rating.behind)}ポイントまではやや遅れ、それを超えるか期限を過ぎると遅れです。"
        f"{_by_people(strategy)}"
    )


def _by_people(strategy: Strategy) -> str:
    """Meaning of the words by which people rate, and the share that leads where they do; "" without such words."""
    if not strategy.assessments:
        return ""
    words = "、".join(f"「{each.word}」は{RATING_WORDS[each.means].word}" for each in strategy.assessments)
    return (
        "\n進捗率のない取組は、人が付けた年度の評価(本部評価、なければ自己評価)で評価します: "
        f"{words}。評価から進捗率は作りません。\n"
        "順調率 = 順調・完了の取組 ÷ 順調・完了・やや遅れ・遅れの取組。"
        "進捗率のある取組が半分に満たないときは、平均の代わりに順調率を示します。"
    )


def tree(uses: Callable[[TableName], bool]) -> str:
    """Order of the tree of 戦略の体系, of the tables that the city uses."""
    if not uses("action_plan"):
        return "柱ごとに、指標を評価の悪いものから並べます。"
    with_kpis = "と指標" if uses("kpis") else ""
    return f"いまの期の取組です。柱は計画との差か順調率、取組{with_kpis}は評価の悪いものから並べます。"


def kpis(strategy: Strategy) -> str:
    """Attainment, pace and rating of a KPI."""
    on_track, late = (format_given(pace, least=2) for pace in (strategy.kpi.on_track, strategy.kpi.slightly_behind))
    shares = [
        "達成率(基準値から)= 100 ×(実績 − 基準値)÷(目標値 − 基準値)。増加・減少の指標だけで計算します。\n",
        "目標比 = 100 × 実績 ÷ 目標値。達成率とは別の割合で、減らす指標では100%以下が達成です。\n",
    ]
    if strategy.kpi.attainment == "ratio":
        shares.reverse()
    return (
        f"{''.join(shares)}"
        "進度 =(実績 − 基準値)÷(期待値 − 基準値)。減少抑制・増加抑制では逆に、(期待値 − 基準値)÷(実績 − 基準値)。\n"
        "期待値(その日に達しているはずの値)は、基準日と年度・各期末の目標を結んだ直線から求めます。"
        "経路が段階の指標では、次に来る目標の値です。\n"
        f"増加・減少の評価は、目標に届けば達成、進度 {on_track} 以上は順調、"
        f"{late} 以上はやや遅れ、それより小さいと遅れ、基準値より悪くなれば後退です。"
        "基準値がなければ、実績 ÷ 期待値(減少では期待値 ÷ 実績)を同じ境で評価します。\n"
        "減少抑制・増加抑制も同じ境で評価しますが、達成は目標の期日が来てからです。\n"
        "維持を目指す指標は、目標値からの差が許容幅の内なら維持、外なら逸脱です。"
        "以上・以下を目指す指標は、目標に届いていれば維持、届かなければ逸脱です。\n"
        "単年度の指標は3月31日の値で評価します。年度の途中の値は、増加を目指す指標で目標に届いたときだけ評価します。\n"
        "基準日より前の実績は示しますが、評価しません。期の結果は、終わった期の最終日の目標に届いたかどうかです。"
    )


def forecasts() -> str:
    """Forecast of a KPI and its verdicts."""
    return (
        f"実績が{forecast.FEWEST_ACTUALS}件以上あるとき、日付に対する直線を最小二乗法で当てはめ、"
        f"目標の期日の値を{band_words()}で見積もります。\n"
        "幅全体が目標に届けば達成見込み、幅全体が届かなければ未達見込み、幅の中に目標があれば不確かです。\n"
        "実績が少ないときは、目標まで月あたりどれだけ必要かだけを示します。"
    )


def per_cost(price: EffectPrice) -> str:
    """Effect in money, and per cost, at the price of an hour."""
    source = f"(出典 {price.source})" if price.source else ""
    return (
        f"金額にした効果(千円)= 削減額の実績 + 削減時間の実績 × {format_given(price.hourly_yen)}円 ÷ 1,000{source}。"
        "その他の効果は金額にしません。\n"
        "費用1円あたりの効果 = 金額にした効果の累計 ÷ 決算額の累計。時点の年度までに両方がある取組だけで計算し、"
        "これから先の効果は見込みません。"
    )


def xmr() -> str:
    """Limits and signals of an XmR chart."""
    return (
        f"中心線は平均、管理限界は 平均 ± {spc.LIMIT_FACTOR} × 移動範囲の平均 です。\n"
        f"移動範囲の平均の{spc.OUTLIER_FACTOR}倍以上の移動範囲は一度だけ除いて計算し直します。\n"
        f"限界の外、中心線の片側に{spc.RUN}点連続、{spc.RUN}点連続の上昇・下降、"
        "3点中2点が限界の3分の2より外、を合図とします。\n"
        f"平均と限界は、上昇・下降が続いていない最新の期間({spc.FEWEST_POINTS}点以上)だけで求めます。"
        "なければ示さず、続いている動きを文で示します。"
    )


def attention_order(uses: Callable[[TableName], bool] = lambda _table: True) -> str:
    """Order of the attention list of a city that has these tables."""
    limits = {"period_end": f"({attention.PERIOD_END_WITHIN_DAYS}日以内)"}
    kinds = [ATTENTION_WORDS[kind].word + limits.get(kind, "") for kind in attention.KINDS if uses(_table_of(kind))]
    late = {"action_plan": "期限超過は過ぎた日数", "kpis": "指標は進度の低い順"}
    how = "、".join(words for table, words in late.items() if uses(table))
    dropped = "中止と完了は載せません。" if uses("action_plan") else ""
    return f"並び順: {' → '.join(kinds)}。同じ種類の中では重みの大きい順、遅れの大きい順({how})です。{dropped}"


def _table_of(kind: str) -> TableName:
    return "kpis" if kind.startswith("kpi") else "action_plan"


def board(uses: Callable[[TableName], bool] = lambda _table: True) -> str:
    """Lists of a meeting of a city that has these tables, and the order of the rule-based one."""
    subjects = "・".join(label for table, label in {"action_plan": "取組", "kpis": "指標"}.items() if uses(table))
    unreported = "未報告の取組は事務局が確認します。" if uses("action_plan") else ""
    return (
        f"ご判断いただきたいことは、所管課が「本部への依頼」を「判断」とした{subjects}です。"
        "ご報告は「報告」としたものと、要注意の規則に当てはまるもの(未報告を除く)です。"
        f"{unreported}「本部への依頼」が一つもないときは、要注意の一覧だけを示します。\n"
        f"要注意の{attention_order(uses)}"
    )


def suggestions(directed: int = 0) -> str:
    """Rules by which a row is suggested to be closed, reviewed or continued; the `directed` go on as people say."""
    half, slow = _share(carry_over.HALF_PLANNED / 100), _share(carry_over.SLOW)
    led = "年度評価に今後の方向性がある取組は、それを先に示して案に使い、目安を横に並べます。" if directed else ""
    return (
        f"{led}目安の決め方(上から順に当てはめます): "
        "後の期に同じ取組番号の行がある前の期の残り → 中止(その期の分を閉じる)、"
        f"予定の{half}を過ぎて実績0% → 中止、状況が見直し・期限を過ぎて未報告・進む速さが予定の{slow}未満 → 見直し、"
        "そのほか期末に間に合わない見込みのもの → 継続。決めるのは会議です。"
    )


def _share(share: float) -> str:
    """`半分`, or a percentage."""
    return "半分" if share == 0.5 else format_given(100 * share, "%")  # noqa: PLR2004  # a half
