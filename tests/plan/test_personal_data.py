"""Personal data in opinions: what is one is told, what only looks like one is let through."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from kdx_metrics.plan.personal_data import MAIL, MY_NUMBER, STREET, TELEPHONE, is_my_number, personal_data

AREAS = ("0954", "03", "0952", "092", "011")
PLACES = ("納富分", "高津原", "大字三河内", "鹿島市浜町", "古枝", "山浦", "音成", "中牟田")
AROUND = ("{}", "私は{}の者です。", "連絡先は {} です", "意見があります({})。", "予約は{}へ、と書いてありました")


def mails(pick: random.Random) -> Iterator[str]:
    for name in ("taro", "hanako.s", "a_b+c", "kashima-dx", "x"):
        user = f"{name}{pick.randrange(100)}"
        for host in ("example.jp", "mail.example.co.jp", "city.example.lg.jp"):
            yield pick.choice(("{}@{}", "{}＠{}")).format(user, host)


def telephones(pick: random.Random) -> Iterator[str]:
    for area in AREAS:
        rest = 10 - len(area)
        digits = f"{pick.randrange(10**rest):0{rest}}"
        first, last = digits[:-4], digits[-4:]
        yield from (f"{area}-{first}-{last}", f"({area}){first}-{last}", f"{area}({first}){last}", f"{area}{digits}")
        yield f"{area}ー{first}ー{last}"
    for start in ("090", "080", "070", "050"):
        yield f"{start}-{pick.randrange(10000):04}-{pick.randrange(10000):04}"
        yield f"{start}{pick.randrange(10**8):08}".translate(str.maketrans("0123456789", "０１２３４５６７８９"))
        yield f"{start}−{pick.randrange(10000):04}−{pick.randrange(10000):04}"
    yield from ("+81 954 63 2111", "+81-90-1234-5678", "電話63-2111", "TEL: 63-2111", "0120-123-456")


def streets(pick: random.Random) -> Iterator[str]:
    for area in PLACES:
        block, house = pick.randrange(1, 5000), pick.randrange(1, 99)
        yield from (f"{area}{block}番地{house}", f"{area}{block}番地の{house}", f"{area}{block + 100}-{house}")
        yield from (f"{area}1丁目{house}番{house}号", f"{area}二丁目{house}-{house}", f"{area}2-{house}-{house}")


def my_numbers(pick: random.Random) -> Iterator[str]:
    for _ in range(15):
        body = f"{pick.randrange(10**11):011}"
        number = next(body + str(last) for last in range(10) if is_my_number(body + str(last)))
        yield pick.choice(
            (number, f"{number[:4]} {number[4:8]} {number[8:]}", f"{number[:4]}-{number[4:8]}-{number[8:]}")
        )


LOOK_ALIKES = (
    "2025-12-26",
    "2025年12月26日までに",
    "期限2025-12-26",
    "計画期間2023-2030",
    "令和5-12年度",
    "第1-2期",
    "資料2-1",
    "別紙1-2を見た",
    "議案第12-3号",
    "図3-1-2",
    "様式123-4",
    "P1-08について",
    "K02の値",
    "参加者100-200人",
    "費用1,200千円",
    "219,541千円",
    "3-4か所",
    "市民3-4人",
    "1月から2-3回",
    "12,000人",
    "03",
    "0.0042件",
    "月15,000円",
    "1234567890",
    "123456789012",
    "窓口は3番です",
    "2丁目の公園",
    "1丁目と2丁目",
    "ISBN 978-4-00-000000-0",
    "24時間365日",
    "午前9時-午後5時",
    "@市役所の投稿",
    "a@b",
    "市のLINE@を使う",
    "バス100-200系統",
    "10-20代",
    "0-2歳児",
    "00120",
    "04/16",
    "Wi-Fi 6E",
    "コロナ禍2020-2022",
    "5-6年に1回",
    "1-1-1運動は",
    "サーバー3-4台",
)


MAKERS = {MAIL: mails, TELEPHONE: telephones, STREET: streets, MY_NUMBER: my_numbers}
TEXTS = 200  # of each kind, no two alike


def generated(kind: str) -> list[str]:
    """Texts that hold personal data of a kind, the same ones in every run."""
    pick = random.Random(20230110)  # noqa: S311  # no secret
    texts: dict[str, None] = {}
    while len(texts) < TEXTS:
        texts |= {pick.choice(AROUND).format(text): None for text in MAKERS[kind](pick)}
    return list(texts)


@pytest.mark.parametrize("kind", MAKERS)
def test_personal_data_are_told_by_their_kind(kind: str) -> None:
    told = {text: personal_data(text) for text in generated(kind)}
    assert {text: match for text, match in told.items() if match is None or match.kind != kind} == {}


def look_alikes() -> list[str]:
    """Texts with numbers that only look like personal data: those above, and dates, money and codes without end."""
    pick = random.Random(20230110)  # noqa: S311  # no secret
    texts = {around.format(text): None for text in LOOK_ALIKES for around in AROUND[:3]}
    while len(texts) < 2 * TEXTS:
        year, month, day = pick.randrange(2015, 2031), pick.randrange(1, 13), pick.randrange(1, 29)
        some, more = pick.randrange(1, 9), pick.randrange(10, 1000)
        texts |= {
            pick.choice(AROUND[:3]).format(text): None
            for text in (
                f"{year}-{month:02}-{day:02}",
                f"{year}年{month}月{day}日から",
                f"令和{some}年度の{more},{more % 900 + 100}千円",
                f"資料{some}-{more}",
                f"P{some}-{day:02}とK{month:02}",
                f"{some}-{some + 1}回",
                f"{more}番の窓口",
                f"{some}丁目の{more}人",
                f"{pick.randrange(1, 10**8)}件",
            )
        }
    return list(texts)


def test_numbers_that_only_look_like_them_are_let_through() -> None:
    told = {text: personal_data(text) for text in look_alikes()}
    assert {text: match for text, match in told.items() if match is not None} == {}


@pytest.mark.parametrize(("digits", "valid"), [("123456789018", True), ("123456789012", False), ("12345678901", False)])
def test_the_check_digit_of_my_number_is_held(digits: str, *, valid: bool) -> None:
    # 1·6 + 2·5 + 3·4 + 4·3 + 5·2 + 6·7 + 7·6 + 8·5 + 9·4 + 0·3 + 1·2 = 212; 212 mod 11 = 3; 11 - 3 = 8
    assert is_my_number(digits) is valid


def test_a_hint_quotes_only_the_beginning() -> None:
    match = personal_data("私の番号は090-1234-5678です")
    assert match is not None
    assert match.hint == "090…"
