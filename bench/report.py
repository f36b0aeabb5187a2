"""Results of a run as Markdown, beside the floors and with each target."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

Results = dict[str, Any]
MEGABYTE = 1e6


def table(results: Results) -> str:
    """Markdown of one run, without the parts that an interrupted run has not measured."""
    parts: list[tuple[Callable[[Results], str], tuple[str, ...]]] = [
        (_machine, ("machine",)),
        (_targets, ("plain", "plain_ours", "pages", "reading", "memory", "growth", "chromium", "scale")),
        (_servers, ("plain", "plain_ours", "dash", "pages")),
        (_reading, ("reading",)),
        (_growth, ("growth",)),
        (_rest, ("chromium", "memory", "scale", "start")),
    ]
    return "\n\n".join(part(results) for part, needed in parts if all(results.get(name) for name in needed))


def heaviest(results: Results) -> str:
    """Page with the highest CPU time per rerun."""
    pages: Results = results["pages"]
    return max(pages, key=lambda name: float(pages[name]["saturated"]["cpu_per_action"]))


def _targets(results: Results) -> str:
    plain, ours_settings, pages = results["plain"], results["plain_ours"], results["pages"]
    name = heaviest(results)
    page = pages[name]
    rate = plain["saturated"]["per_second"]
    big = results["reading"]["30000"]
    memory = results["memory"]
    growth = (memory["after"] - memory["before"]) / MEGABYTE
    first = max(visit["bytes_first"] for key, visit in results["chromium"].items() if not key.startswith("("))
    scale = results["scale"]
    costs = {key: scale["4000"][key] / scale["40"][key] for key in scale["40"]}
    worst = max(costs, key=lambda key: costs[key])
    cpu = plain["saturated"]["cpu_per_action"]
    rows: list[tuple[str, str, str, bool]] = [
        _ratio(f"reruns/s of {name}, the heaviest page ÷ plain", page["saturated"]["per_second"] / rate, 3, low=True),
        _ratio(
            "reruns/s of the bare page with our settings ÷ plain",
            ours_settings["saturated"]["per_second"] / rate,
            4,
            low=True,
        ),
        _ratio(f"p95 of {name} with 50 sessions ÷ plain", page["paced"]["p95"] / plain["paced"]["p95"], 0.1, low=False),
        ("first load of the largest page", f"{first / MEGABYTE:.2f} MB", "≤ 2.7 MB", first <= 2.7 * MEGABYTE),
        _ratio("check 30,000 rows ÷ read_csv(dtype=str)", big["check"] / big["read_csv_str"], 4, low=False),
        _at_most("summary of 40,000 rows", 1000 * results["growth"]["40000"]["summary"], 150, "ms CPU"),
        _ratio(f"page cost at 4,000 ÷ 40 取組 ({worst}, the worst)", costs[worst], 2, low=False),
        _at_most(f"memory after {memory['sessions']} sessions", growth, 50, "MB"),
    ]
    lines = [f"| {what} | {value} | {limit} | {'yes' if met else '**no**'} |" for what, value, limit, met in rows]
    notes = (
        f"CPU per rerun: plain {1000 * cpu:.1f} ms, {name} {1000 * page['saturated']['cpu_per_action']:.1f} ms "
        f"({cpu / page['saturated']['cpu_per_action']:.1f} ×), bare page with our settings "
        f"{1000 * ours_settings['saturated']['cpu_per_action']:.1f} ms."
    )
    return "\n".join(["| target | measured | limit | met |", "|---|---|---|---|", *lines, "", notes])


def _ratio(what: str, value: float, limit: float, *, low: bool) -> tuple[str, str, str, bool]:
    met = value >= limit if low else value <= limit
    return what, f"{value:.2f}", f"{'≥' if low else '≤'} {limit:g}", met


def _at_most(what: str, value: float, limit: float, unit: str) -> tuple[str, str, str, bool]:
    return what, f"{value:.0f} {unit}", f"≤ {limit:g} {unit}", value <= limit


def _servers(results: Results) -> str:
    head = (
        "| server, page | reruns/s | CPU/rerun | p50 | p95 (50 sessions) | 50 at once | first run | an action |\n"
        "|---|---|---|---|---|---|---|---|"
    )
    return "\n".join([head, *_server_rows(results)])


def _server_rows(results: Results) -> Iterator[str]:
    floors = [
        ("plain Streamlit, its settings", results["plain"]),
        ("plain Streamlit, our settings", results["plain_ours"]),
        ("Dash", results["dash"]),
    ]
    for name, page in [*floors, *((f"ours: {name}", page) for name, page in results["pages"].items())]:
        sat, pace = page["saturated"], page["paced"]
        once = f"{page['all_at_once']:.1f} s" if "all_at_once" in page else "–"
        first = f"{page['first']['bytes'] / 1000:.0f} kB" if "first" in page else "–"
        action = f"{page['bytes_per_action'] / 1000:.0f} kB" if "bytes_per_action" in page else "–"
        yield (
            f"| {name} | {sat['per_second']:.1f} | {_ms(sat['cpu_per_action'])} | {_ms(pace['p50'])} | "
            f"{_ms(pace['p95'])} | {once} | {first} | {action} |"
        )


def _reading(results: Results) -> str:
    head = "| rows | read and check | read_csv | read_csv(dtype=str) | ÷ | ÷ |\n|---|---|---|---|---|---|"
    rows = [
        f"| {int(count):,} | {_ms(r['check'])} | {_ms(r['read_csv'])} | {_ms(r['read_csv_str'])} | "
        f"{r['check'] / r['read_csv']:.2f} | {r['check'] / r['read_csv_str']:.2f} |"
        for count, r in results["reading"].items()
    ]
    return "\n".join([head, *rows])


def _growth(results: Results) -> str:
    sizes = list(results["growth"])
    names = list(results["growth"][sizes[0]])
    head = f"| CPU | {' | '.join(f'{int(size):,}' for size in sizes)} |\n|---|{'---|' * len(sizes)}"
    rows = [f"| {name} | {' | '.join(_ms(results['growth'][size][name]) for size in sizes)} |" for name in names]
    return "\n".join([head, *rows])


def _rest(results: Results) -> str:
    memory, cost = results["memory"], results["scale"]
    lines = [
        "| page | first chart cold | warm | first load | again | rerun at 40 | at 4,000 |",
        "|---|---|---|---|---|---|---|",
    ]
    cell: Callable[[float | None], str] = lambda value: "–" if value is None else _ms(value)  # noqa: E731
    for name, visit in results["chromium"].items():
        small, large = cost["40"].get(name), cost["4000"].get(name)
        lines.append(
            f"| {name} | {visit['first_chart_cold']:.2f} s | {visit['first_chart_warm']:.2f} s | "
            f"{visit['bytes_first'] / MEGABYTE:.2f} MB | {visit['bytes_again'] / 1000:.0f} kB | "
            f"{cell(small)} | {cell(large)} |"
        )
    lines += [
        "",
        (
            f"Cold start to the first answer: {results['start']:.1f} s. Memory: {memory['before'] / MEGABYTE:.0f} MB, "
            f"{memory['a_session'] / MEGABYTE:.2f} MB per session, {memory['after'] / MEGABYTE:.0f} MB after "
            f"{memory['sessions']} sessions were opened and closed."
        ),
    ]
    return "\n".join(lines)


def _machine(results: Results) -> str:
    about = results["machine"]
    names = ", ".join(f"{name} {number}" for name, number in about["versions"].items())
    return (
        f"{about['at']}: {about['cores']} cores, {about['memory'] / 1e9:.0f} GB, {about['system']}, "
        f"Python {about['python']}, {names}. Load average before {about['load_before']:.1f}, "
        f"after {about.get('load_after', float('nan')):.1f} (this bench alone makes about 2)."
    )


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.0f} ms" if seconds >= 0.01 else f"{1000 * seconds:.1f} ms"
