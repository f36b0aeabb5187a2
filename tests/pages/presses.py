"""Every place of the pages where somebody acts: a page brought to the point, and the press that acts."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kdx_metrics.meeting.decisions import Content, Decision, add, list_decisions
from kdx_metrics.publications.live import get_source
from kdx_metrics.publications.revisions import list_revisions
from kdx_metrics.settings import ROOT
from pages.view.address import VERSION
from tests.pages.screen import Screen
from tests.pages.staff import CHIEF, of_department, saved, send, shipped_rows

Site = tuple[str, str]  # module below pages/, function of kdx_metrics that is told who acts
MEETING = date(2026, 1, 7)  # before the meeting in view, which asks for what is left of it


@dataclass(frozen=True)
class Press:
    """One press: `ready` brings a page of `account` to the point, `press` sets the widget, and the page's run acts.

    `shows` is the table that the press draws, where it reads and writes nothing.
    """

    site: Site
    account: str
    ready: Callable[[Screen], object]
    press: Callable[[Screen], object]
    shows: str = ""

    @property
    def name(self) -> str:
        """Id of a test."""
        return f"{self.ready.__name__.strip('_')} ({'.'.join(self.site)})"


def sites(folder: Path = ROOT / "pages") -> Iterator[Site]:
    """Every call that is given `acting()`."""
    for file in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and any(is_acting(argument) for argument in node.args):
                yield ".".join(file.relative_to(folder).with_suffix("").parts), ast.unparse(node.func)


def is_acting(node: ast.AST) -> bool:
    """True for a call of `acting`."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "acting"


def _decision() -> Decision:
    """A decision of an earlier meeting, which somebody else recorded."""
    add(get_source().store, CHIEF, Content("宿題", "理由を調べる", MEETING))
    return list_decisions(get_source().store)[-1]


def attention_form(screen: Screen) -> None:
    screen.open("changes", about="会議にかけること").at.text_area[0].set_value("分担を決める")


def list_form(screen: Screen) -> None:
    (text,) = (each for each in screen.open("changes", about="決定事項").at.text_area if each.label == "内容")
    text.set_value("分担を決める")


def deck_form(screen: Screen) -> None:
    screen.open("meeting", screen="decide-1").at.button(key="deck-record").click()
    screen.run().at.text_area[0].set_value("分担を決める")


def changed_decision(screen: Screen) -> None:
    number = str(_decision().id)
    screen.open("changes", about="決定事項", decision=number)
    (text,) = (each for each in screen.at.text_area if each.key == f"c-text-{number}")
    text.set_value("理由を調べて報告する")


def read_decision(screen: Screen) -> None:
    screen.open("changes", about="決定事項", decision=str(_decision().id))


def erased_decision(screen: Screen) -> None:
    read_decision(screen)
    _confirm(screen)


def decisions_file(screen: Screen) -> None:
    screen.open("changes", about="決定事項")
    send(screen, ("決定.csv", "会議日,種類,内容,取組番号,期\nR8.11.23,宿題,分担を決める,P1-08,第2期\n".encode()))


def homework(screen: Screen) -> None:
    _decision()
    screen.open("meeting", screen="homework")


def leading(screen: Screen) -> None:
    screen.open("meeting", screen="overall").at.button(key="share-start").click()
    screen.run()


def before_leading(screen: Screen) -> None:
    screen.open("meeting", screen="overall")


def upload(screen: Screen) -> None:
    rows = of_department(shipped_rows("action_plan.csv"), "市民課")
    rows[1]["進捗率"] = "65"
    send(screen.open("update"), ("市民課.csv", saved(rows)))
    screen.at.text_input[0].set_value("定例の報告")


def earlier_revision(screen: Screen) -> None:
    (screen.open("history")).at.query_params[VERSION] = str(_older())
    screen.run().at.text_input[0].set_value("誤った表だったため")


def erased_revision(screen: Screen) -> None:
    (screen.open("history")).at.query_params[VERSION] = str(_older())
    _confirm(screen.run())


def audit_log(screen: Screen) -> None:
    screen.open("history", history="監査ログ")


def _older() -> int:
    """An earlier revision of 取組 than the one in force."""
    return next(each.id for each in list_revisions(get_source().store) if each.table == "action_plan")


def _confirm(screen: Screen) -> None:
    (reason,) = (each for each in screen.at.text_input if each.label == "抹消の理由")
    reason.set_value("個人情報が入っていたため")
    screen.at.checkbox[0].check()


def button(label: str) -> Callable[[Screen], object]:
    """Press the button whose label ends so."""

    def press(screen: Screen) -> None:
        (pressed,) = (each for each in screen.at.button if each.label.endswith(label))
        pressed.click()

    return press


def key(name: str) -> Callable[[Screen], object]:
    """Press the button of this key."""
    return lambda screen: screen.at.button(key=name).click()


def set_done(screen: Screen) -> None:
    """Set the state of the one homework."""
    (state,) = (each for each in screen.at.segmented_control if str(each.key).startswith("homework-state"))
    state.set_value("完了")


def end_key(screen: Screen) -> None:
    """Press End."""
    screen.at.segmented_control(key="deck-keys-overall").set_value("End")


def nothing(_screen: Screen) -> None:
    """A timer, or a press that has nothing to do with it."""


PRESSES = (
    Press(("deciding.decision_form", "add"), "hanako", attention_form, button("記録する")),
    Press(("deciding.decision_form", "add"), "hanako", list_form, button("記録する")),
    Press(("deciding.decision_form", "add"), "hanako", deck_form, button("記録する")),
    Press(("deciding.decision_list", "change"), "hanako", changed_decision, button("変更を保存")),
    Press(("deciding.decision_list", "history"), "hanako", read_decision, nothing, shows="の変更の記録"),
    Press(("deciding.decision_list", "apply"), "hanako", decisions_file, button("取り込む")),
    Press(("deciding.decision_erasing", "redact_decision"), "jiro", erased_decision, button("抹消する")),
    Press(("deck.lists", "change"), "hanako", homework, set_done),
    Press(("deck.sharing", "screen_sharing.lead"), "hanako", before_leading, key("share-start")),
    Press(("deck.sharing", "screen_sharing.show"), "hanako", leading, key("deck-next")),
    Press(("deck.sharing", "screen_sharing.show"), "hanako", leading, end_key),
    Press(("deck.sharing", "screen_sharing.stop"), "hanako", leading, key("share-stop")),
    Press(("deck.sharing", "screen_sharing.beat"), "hanako", leading, nothing),
    Press(("updating.upload", "publish"), "hanako", upload, button("時点として公開する")),
    Press(("revisions.undoing", "roll_back"), "hanako", earlier_revision, button("版の内容に差し戻す")),
    Press(("revisions.undoing", "redact"), "jiro", erased_revision, button("抹消する")),
    Press(("revisions.audit_log", "audit.require"), "jiro", audit_log, nothing, shows="監査ログ"),
)
