"""Invariants of judging for any KPI, for which hypothesis searches counterexamples."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kdx_metrics.numbers.kpi import KpiResult
from kdx_metrics.numbers.kpi.forecast import forecast
from kdx_metrics.numbers.kpi.spc import Signal, analyse
from kdx_metrics.numbers.ratings import KPI_RATINGS
from kdx_metrics.plan.tables import DIRECTIONS
from tests.factories import AS_OF, Row, actual, judged, kpi, yearly_target

few = settings(max_examples=60, deadline=None)

amounts = st.integers(-(10**9), 10**9).map(lambda value: value / 1000)
MIRROR = {"増加": "減少", "以上": "以下", "減少抑制": "増加抑制", "維持": "維持"}
MIRROR |= {right: left for left, right in MIRROR.items()}
CURBS = ("減少抑制", "増加抑制")
# Of one value that only grows better, a KPI climbs this ladder; 維持 and thresholds have two rungs.
LADDER = ("worsened", "behind", "slightly_behind", "on_track", "achieved")
NUMBERS = ("baseline", "target_1", "target_2", "target_4", "tolerance", "value", "target")

Case = tuple[Row, list[Row], list[Row]]


@st.composite
def cases(draw: st.DrawFn, directions: tuple[str, ...] = DIRECTIONS) -> Case:
    """A KPI of any direction, aggregation and path with up to fifteen values and three yearly targets."""
    direction = draw(st.sampled_from(directions))
    has_baseline = direction in CURBS or draw(st.booleans())
    row = kpi(
        direction=direction,
        aggregation=draw(st.sampled_from(["時点", "累計", "単年度"])),
        path=draw(st.sampled_from(["直線", "段階"])),
        baseline_on=draw(st.dates(date(2020, 1, 1), date(2026, 12, 31))) if has_baseline else None,
        baseline=draw(amounts) if has_baseline else None,
        target_1=draw(st.one_of(st.none(), amounts)),
        target_2=draw(st.one_of(st.none(), amounts)),
        target_4=draw(amounts),
        tolerance=abs(draw(amounts)) if direction == "維持" else None,
    )
    days = draw(
        st.lists(
            st.one_of(
                st.dates(date(2021, 1, 1), date(2027, 3, 1)), st.sampled_from([date(2025, 3, 31), date(2026, 3, 31)])
            ),
            max_size=15,
            unique=True,
        )
    )
    years = draw(st.lists(st.sampled_from([2023, 2025, 2027, 2028]), max_size=3, unique=True))
    actuals = [actual("K-01", day, draw(st.one_of(st.none(), amounts))) for day in days]
    return row, actuals, [yearly_target(year, draw(amounts)) for year in years]


def evaluate(case: Case) -> KpiResult:
    row, actuals, targets = case
    return judged(row, *actuals, targets=targets)


def each_number(case: Case, factor: float, *, turned: bool) -> Case:
    """The case with all numbers multiplied and, if `turned`, the opposite direction; a tolerance keeps its sign."""

    def changed(row: Row) -> Row:
        numbers = {
            name: value * (abs(factor) if name == "tolerance" else factor)
            for name in NUMBERS
            if isinstance(value := row.get(name), float)
        }
        direction = row.get("direction")
        return row | numbers | ({"direction": MIRROR[direction]} if turned and isinstance(direction, str) else {})

    row, actuals, targets = case
    return changed(row), [changed(measurement) for measurement in actuals], [changed(target) for target in targets]


def scaled(case: Case, tens: int) -> Case:
    """The case with the decimal point of every number moved by `tens` digits, exactly."""

    def moved(row: Row) -> Row:
        return row | {name: float(f"{row[name]!r}e{tens}") for name in NUMBERS if isinstance(row.get(name), float)}

    row, actuals, targets = case
    return moved(row), [moved(measurement) for measurement in actuals], [moved(target) for target in targets]


def judgement(result: KpiResult) -> tuple[object, ...]:
    """Everything of a result that has no unit."""
    reached = tuple((result.period, result.reached, result.stale) for result in result.results)
    return result.rating, result.unrated, result.attainment, result.pace, result.provisional, result.as_of, reached


@few
@given(cases())
def test_every_kpi_has_one_rating_or_the_reason_for_none(case: Case) -> None:
    result = evaluate(case)
    assert result.rating in KPI_RATINGS
    assert (result.rating == "not_evaluable") == (result.unrated is not None)
    assert (result.actual is None) == (result.expected is None) == (result.unrated == "no_actual")
    assert result.target is not None
    if result.attainment is None and result.direction in {"増加", "減少"}:
        assert result.pace is None
    ahead = forecast(result, AS_OF)
    assert (ahead.value is None) == (ahead.verdict is None) == (ahead.missing is not None)


@few
@given(cases())
def test_a_direction_mirrors_its_opposite_but_for_good_news_and_quotients(case: Case) -> None:
    row, actuals, targets = case
    # Without 基準値 a quotient decides, which negative numbers do not have.
    assume(row["baseline"] is not None or row["direction"] not in {"増加", "減少"})
    if row["aggregation"] == "単年度" and row["direction"] in {"増加", "減少"}:  # 増加 alone takes good news at once
        actuals = [measurement for measurement in actuals if str(measurement["as_of"]).endswith("-03-31")]
    case = (row, actuals, targets)
    one_way, other_way = evaluate(case), evaluate(each_number(case, -1.0, turned=True))
    assert judgement(one_way) == judgement(other_way)
    ahead, ahead_mirrored = forecast(one_way, AS_OF), forecast(other_way, AS_OF)
    assert ahead.verdict == ahead_mirrored.verdict
    assert ahead.needed_rate == (None if ahead_mirrored.needed_rate is None else -ahead_mirrored.needed_rate)
    assert assured(one_way) == assured(other_way)


def assured(result: KpiResult) -> tuple[str | None, tuple[Signal, ...]] | None:
    """Assurance and signals of a KPI's XmR chart, which do not depend on its direction."""
    chart = analyse(result)
    return None if chart is None else (chart.assurance, chart.signals)


@few
@given(cases(), st.sampled_from([-2, 1, 3]))
def test_the_unit_in_which_values_are_counted_changes_nothing(case: Case, tens: int) -> None:
    small, large = evaluate(case), evaluate(scaled(case, tens))
    assert judgement(small) == judgement(large)
    assert small.ratio == large.ratio


def sound(case: Case) -> bool:
    """True where all targets lie beyond 基準値 on the side that the direction asks for, as checking demands."""
    row, _, targets = case
    if not isinstance(baseline := row["baseline"], float):
        return True
    sign = 1 if row["direction"] in {"増加", "増加抑制"} else -1
    values = [row[name] for name in ("target_1", "target_2", "target_4")] + [target["target"] for target in targets]
    return all(sign * (value - baseline) > 0 for value in values if isinstance(value, float))


@settings(max_examples=150, deadline=None)
@given(cases(tuple(direction for direction in DIRECTIONS if direction != "維持")), st.integers(1, 10**9))
def test_a_better_actual_never_lowers_the_rating(case: Case, better: int) -> None:
    row, actuals, targets = case
    assume(sound(case) or row["direction"] in {"以上", "以下"})
    result = evaluate(case)
    assume(result.unrated is None and result.as_of is not None)
    sign = 1 if row["direction"] in {"増加", "以上", "減少抑制"} else -1
    improved = [
        measurement | {"value": float(f"{measurement['value']}") + sign * better / 1000}
        if measurement["as_of"] == result.as_of
        else measurement
        for measurement in actuals
    ]
    after = evaluate((row, improved, targets))
    assume(after.rating != "not_evaluable" and after.as_of == result.as_of)
    if row["direction"] in {"以上", "以下"}:
        assert (result.rating, after.rating) != ("maintained", "deviated")
    else:
        assert LADDER.index(after.rating) >= LADDER.index(result.rating)


@few
@given(cases())
def test_what_is_not_known_yet_changes_nothing(case: Case) -> None:
    row, actuals, targets = case
    ahead = [actual("K-01", date(2028, 3, 31), 1.0), actual("K-01", date(2029, 3, 31), None)]
    assert replace(evaluate((row, [*actuals, *ahead], targets)), actuals=()) == replace(evaluate(case), actuals=())
