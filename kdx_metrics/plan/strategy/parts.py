"""Strategy as data: pillars, periods, thresholds and the words of the plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator, model_validator

from kdx_metrics.plan.fiscal_calendar import fiscal_year_end, fiscal_year_start
from kdx_metrics.plan.formats import Rounding, rounded
from kdx_metrics.plan.strategy.assessing import Assessment, Directions
from kdx_metrics.plan.strategy.part import Part, Word, refuse_shared_words
from kdx_metrics.plan.strategy.public import Public

STATUSES = ("未着手", "検討中", "実施中", "完了", "見直し", "中止")


class Pillar(Part):
    """One 柱 (or what carries the pillars, role 支え)."""

    id: Word
    name: Word
    role: Literal["柱", "支え"] = "柱"
    aliases: tuple[Word, ...] = ()
    vision: str = ""  # 達成すべき状態


class Period(Part):
    """One 期: whole fiscal years, first to last inclusive."""

    number: int
    name: Word
    first_fiscal_year: int = Field(ge=1990, le=2100)
    last_fiscal_year: int = Field(ge=1990, le=2100)

    @property
    def first_day(self) -> date:
        """1 April of the first 年度."""
        return fiscal_year_start(self.first_fiscal_year)

    @property
    def last_day(self) -> date:
        """31 March that ends the last 年度."""
        return fiscal_year_end(self.last_fiscal_year)


class Theme(Part):
    """One 施策, a level between 柱 and 取組."""

    id: Word
    pillar: Word
    name: Word


class Department(Part):
    """One 課 by its name, with other names by which it is called."""

    name: Word
    aliases: tuple[Word, ...] = ()


class MilestoneWords(Part):
    """Categories of the 年表, and the one of the board's meetings."""

    categories: tuple[Word, ...] = ("本部会議", "ワーキンググループ", "意見募集", "計画", "連携")
    meeting: Word = "本部会議"

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if "meeting" in self.model_fields_set and self.meeting not in self.categories:
            raise ValueError(f"[milestones] meeting 「{self.meeting}」が categories にありません")
        return self


class VoiceWords(Part):
    """Kinds of 意見: on what occasions people say what they think."""

    kinds: tuple[Word, ...] = ("意見募集", "パブリックコメント", "外部評価", "議会", "アンケート")


class About(Part):
    """Title and owner of the strategy, the vision it serves and its 基本方針 with their source."""

    title: Word
    organization: Word
    vision: str = ""
    policy: str = ""
    source: str = ""
    municipality_code: str = ""
    timezone: str = "Asia/Tokyo"

    @property
    def full_title(self) -> str:
        """Title behind the name of the organization, unless it holds it."""
        return self.title if self.organization in self.title else f"{self.organization} {self.title}"

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"時間帯「{value}」は存在しません(例: Asia/Tokyo)") from error
        return value


class RatingBands(Part):
    """Points behind plan from which an action is やや遅れ, and beyond which it is 遅れ."""

    slightly_behind: float = Field(default=10, ge=0)
    behind: float = Field(default=25, ge=0)

    @property
    def rounding(self) -> Rounding:
        """Rounding of a gap in points, which never shows it within a band that it is not in."""
        return Rounding(1, below=(-self.slightly_behind, -self.behind))

    def rating_of(self, gap: float) -> str:
        """Rating of a gap in points, as it is shown: that of a 取組 and the state of a group."""
        shown = rounded(gap, self.rounding)
        if shown >= -self.slightly_behind:
            return "on_track"
        return "slightly_behind" if shown >= -self.behind else "behind"

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.behind < self.slightly_behind:
            raise ValueError("[rating] behind は slightly_behind 以上にしてください")
        return self


class PaceBands(Part):
    """Pace (進度) from which a KPI is 順調 and from which it is やや遅れ; the percentage that leads on screen."""

    on_track: float = Field(default=0.95, gt=0)
    slightly_behind: float = Field(default=0.80, gt=0)
    attainment: Literal["gain", "ratio"] = "gain"  # 達成率(基準値から) or 目標比

    @property
    def rounding(self) -> Rounding:
        """Rounding of a pace, which never shows it within a band that it is not in."""
        return Rounding(2, below=(self.slightly_behind, self.on_track, 1.0))

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.slightly_behind > self.on_track:
            raise ValueError("[kpi] slightly_behind は on_track 以下にしてください")
        return self


class EffectPrice(Part):
    """Price of an hour of work in 円, by which 削減時間 is turned into money, with its source; None: it is not."""

    hourly_yen: float | None = Field(default=None, gt=0)
    source: str = ""


class Grant(Part):
    """交付金 that was published for the plan, in 千円: said beside the amounts of 取組, never summed with them."""

    name: Word
    published_on: date
    total: float = Field(ge=0)
    subsidy: float = Field(ge=0)
    works: tuple[Word, ...] = ()
    source: Word


class Shipped(Part):
    """時点 of the CSVs beside strategy.toml."""

    as_at: date | None = None


class Strategy(Part):
    """Whole strategy, on which every number stands."""

    about: About = Field(alias="strategy")
    data: Shipped = Shipped()
    pillars: tuple[Pillar, ...] = Field(alias="pillar", min_length=1)
    periods: tuple[Period, ...] = Field(alias="period", min_length=1)
    rating: RatingBands = RatingBands()
    kpi: PaceBands = PaceBands()
    status: Mapping[str, tuple[Word, ...]] = Field(default_factory=dict)
    milestones: MilestoneWords = MilestoneWords()
    voices: VoiceWords = VoiceWords()
    public: Public = Public()
    effects: EffectPrice = EffectPrice()
    grants: tuple[Grant, ...] = Field(alias="grant", default=())
    themes: tuple[Theme, ...] = Field(alias="theme", default=())
    departments: tuple[Department, ...] = Field(alias="department", default=())
    assessments: tuple[Assessment, ...] = Field(alias="assessment", default=())  # best first
    directions: Directions = Directions()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        _refuse_gaps(self.periods)
        if len({pillar.id for pillar in self.pillars}) < len(self.pillars):
            raise ValueError("[[pillar]] 同じ id の柱が二つあります")
        refuse_shared_words(
            [(p.id, word) for p in self.pillars for word in (p.id, p.name, *p.aliases)],
            "[[pillar]] 「{word}」が二つの柱に使われています",
        )
        if unknown := next((word for word in self.status if word not in STATUSES), None):
            raise ValueError(f"[status] 「{unknown}」は状況の語ではありません({'・'.join(STATUSES)} のいずれか)")
        refuse_shared_words(
            [(word, word) for word in STATUSES]
            + [(word, alias) for word, aliases in self.status.items() for alias in aliases],
            "[status] 「{word}」が二つの状況に使われています",
        )
        pillars = {pillar.id for pillar in self.pillars}
        if stray := next((theme for theme in self.themes if theme.pillar not in pillars), None):
            raise ValueError(f"[[theme]] 施策「{stray.name}」の柱「{stray.pillar}」がありません")
        refuse_shared_words(
            [(theme.id, word) for theme in self.themes for word in (theme.id, theme.name)],
            "[[theme]] 「{word}」が二つの施策に使われています",
        )
        if len({theme.id for theme in self.themes}) < len(self.themes):
            raise ValueError("[[theme]] 同じ id の施策が二つあります")
        refuse_shared_words(
            [(each.name, word) for each in self.departments for word in (each.name, *each.aliases)],
            "[[department]] 「{word}」が二つの課に使われています",
        )
        refuse_shared_words(
            [(each.word, word) for each in self.assessments for word in (each.word, *each.aliases)],
            "[[assessment]] 「{word}」が二つの評価に使われています",
        )
        return self

    @property
    def first_day(self) -> date:
        """The plan's first day."""
        return self.periods[0].first_day

    @property
    def last_day(self) -> date:
        """The plan's last day."""
        return self.periods[-1].last_day

    @property
    def fingerprint(self) -> str:
        """Text that is the same for equal strategies."""
        return self.model_dump_json()

    def __hash__(self) -> int:
        """Hash by pillars and periods, so that what follows from a strategy is worked out once."""
        return hash((self.pillars, self.periods))

    def period_at(self, day: date) -> Period:
        """The 期 that holds `day`; a day outside the plan is clamped to the first or last 期."""
        return next((period for period in self.periods if day <= period.last_day), self.periods[-1])

    def period(self, number: int) -> Period:
        """The 期 of that number; KeyError when the strategy has none."""
        try:
            return self.periods[number - 1] if number >= 1 else self.periods[len(self.periods)]
        except IndexError:
            raise KeyError(number) from None

    def pillar(self, pillar_id: str) -> Pillar:
        """The pillar of that id; KeyError when the strategy has none."""
        for pillar in self.pillars:
            if pillar.id == pillar_id:
                return pillar
        raise KeyError(pillar_id)


def _refuse_gaps(periods: Sequence[Period]) -> None:
    """Raise ValueError unless the 期 are numbered from 1 and follow each other without gap or overlap."""
    year = periods[0].first_fiscal_year
    for number, period in enumerate(periods, start=1):
        if period.number != number:
            raise ValueError(f"[[period]] の number は1から順に書いてください({period.name} が {period.number} です)")
        if period.first_fiscal_year != year or period.last_fiscal_year < year:
            raise ValueError(f"[[period]] {period.name} の年度が前の期と続いていません(重なりや空きがあります)")
        year = period.last_fiscal_year + 1
