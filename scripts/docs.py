"""`stances docs`: write the pages of docs/ that are made from the descriptor, the API and the commands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import click
from frictionless_stances.checks.partisan_wording import TERMS

from api import create_app

from .build import DATABASE_OPTION
from .database import describe
from .package import ROOT, Row, read_descriptor, read_table
from .reliability import RESAMPLES, SEED, agreements, confusion, number

MADE = "<!-- Made by `stances docs`; change what it is made from, not this page. -->\n"


@click.command()
@DATABASE_OPTION
@click.option("--check", is_flag=True, help="Change nothing: exit with 1 if a page is out of date.")
@click.pass_context
def docs(context: click.Context, database: Path, *, check: bool) -> None:
    """Write the generated pages of docs/ from the descriptor, the built database's API and the commands."""
    stale = []
    for name, text in pages(database, context.find_root().command).items():
        path = ROOT / "docs" / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if not check:
            path.write_text(text, encoding="utf-8")
            click.echo(f"docs/{name}: written.")
    if check and stale:
        raise click.ClickException(f"Out of date: {', '.join(stale)}. Run `stances docs`.")


def pages(database: Path, command: click.Command) -> dict[str, str]:
    """Return the text of each generated page by its file name.

    The page of the API comes from the application on `database`, that of the commands from the group `command`.
    """
    specification: Any = create_app(database).test_client().get("/openapi.json").json
    makers: dict[str, Callable[[], str]] = {
        "codebook.md": codebook,
        "api-reference.md": lambda: api_reference(specification),
        "commands.md": lambda: commands(command),
        "vocabulary.md": vocabulary,
        "reliability.md": reliability,
        "coverage.md": coverage,
    }
    return {name: MADE + make().rstrip() + "\n" for name, make in makers.items()}


def codebook() -> str:
    """Return the codebook page: every issue, and every field of every table."""
    package = read_descriptor()
    text = (
        f"# Codebook\n\n{package['description']}\n\nThe rules by which positions are coded stand in"
        " [coding-rules.md](coding-rules.md).\n\n## Issues\n\nEach issue is a proposition that one can support or"
        " oppose. `pole` is used for aggregate pictures only, never as a judgement on an actor.\n\n"
    )
    text += "".join(_issue(issue) for issue in read_table("issues").rows())
    own = {resource["name"] for resource in package["resources"]}
    described = describe(package)["resources"]
    text += "## Tables of the package\n\n" + "".join(_table(table) for table in package["resources"])
    text += (
        "## Derived in the database\n\nThe build adds these columns and tables to the SQLite file; they are not in the"
        " CSV files.\n\n"
    )
    for table, resource in zip(described, package["resources"], strict=False):
        added = table["schema"]["fields"][len(resource["schema"]["fields"]) :]
        if added:
            text += f"### {table['name']}: added columns\n\n{_fields(added)}\n"
    return text + "".join(_table(table) for table in described if table["name"] not in own)


def api_reference(specification: Mapping[str, Any]) -> str:
    """Return the reference page of the API: every path with its parameters."""
    text = "# API reference\n\nMade from `/openapi.json`. How to use it: [api.md](api.md).\n\n"
    for path, methods in specification["paths"].items():
        for method, operation in methods.items():
            if method == "parameters":
                continue
            text += f"## {method.upper()} {path}\n\n{operation['summary']}.\n\n".replace("..", ".")
            parameters = [*methods.get("parameters", []), *operation.get("parameters", [])]
            if parameters:
                rows = (_parameter(parameter) for parameter in parameters)
                text += _rows(("parameter", "in", "what it does"), rows)
            text += "\n"
    return text


def commands(group: click.Command) -> str:
    """Return the page of the command line: the help of every command of `group`."""
    text = "# Commands\n\n`stances` is installed in `.venv/bin/` by `make setup`.\n\n"
    for name, command in sorted(getattr(group, "commands", {}).items()):
        context = click.Context(command, info_name=f"stances {name}")
        text += f"## stances {name}\n\n```\n{command.get_help(context)}\n```\n\n"
    return text


def vocabulary() -> str:
    """Return the page of words that the project's own sentences do not use."""
    text = (
        "# Vocabulary\n\nThese words take a side, or judge. They may stand in quotation marks, as somebody's words, and"
        " nowhere else in the data. The check [partisan-wording](checks.md#partisan-wording) looks for them; terms are"
        " regular expressions. The policy is in [neutrality.md](neutrality.md).\n\n"
    )
    return text + _rows(
        ("term", "why not", "instead"), ((f"`{term['term']}`", term["why"], term["instead"]) for term in TERMS)
    )


def reliability() -> str:
    """Return the page on the agreement between coders, computed from the double codings."""
    codings = read_table("codings").rows()
    found = agreements(codings)
    text = (
        "# Agreement between coders\n\nKrippendorff's alpha (nominal) over the double codings in"
        " `datapackage/codings.csv`. The unit is a speech and an issue, its value the stance that the coder found, or"
        " `none`. 1 is perfect agreement, 0 what chance would give. The interval is the middle 95 % of alpha over"
        f" {RESAMPLES} bootstrap samples of the speeches (seed {SEED}). How the codings were made, and what this number"
        " cannot tell, stands in [method.md](method.md).\n\n"
    )
    rows = (
        (row.scope, str(row.sources), str(row.codings), number(row.alpha), f"{number(row.low)} to {number(row.high)}")
        for row in found
    )
    text += _rows(("issue", "speeches", "codings", "alpha", "95 % interval"), rows)
    text += "\n## How often the values of the two coders met\n\n"
    pairs = sorted(confusion(codings).items())
    return text + _rows(("first reader", "second reader", "times"), ((*pair, str(times)) for pair, times in pairs))


def coverage() -> str:
    """Return the page on what the positions cover: how many there are by issue, actor and decade, and by kind."""
    positions = [row for row in read_table("positions").rows() if not row["retracted"]]
    names = {row["actor_id"]: str(row["name"]) for row in read_table("actors").rows()}
    text = (
        "# Coverage\n\nHow many positions the package holds, by the decade in which their date begins. A small number,"
        " or none, says that little was found or read, never that an actor was silent; what was looked for in vain"
        " stands in [method.md](method.md).\n\n## By issue\n\n"
    )
    text += _by_decade("issue", ((str(row["issue_id"]), row) for row in positions))
    text += "\n## By actor\n\n" + _by_decade("actor", ((names[row["actor_id"]], row) for row in positions))
    text += "\n## By kind and confidence\n\n"
    grades = ["high", "medium", "low"]
    counts = Counter((str(row["kind"]), row["confidence"]) for row in positions)
    rows = ((kind, *(str(counts[kind, grade]) for grade in grades)) for kind in sorted({kind for kind, _ in counts}))
    return text + _rows(("kind", *grades), rows)


def _by_decade(title: str, positions: Iterable[tuple[str, Row]]) -> str:
    counts = Counter((value, f"{str(row['date'])[:3]}0s") for value, row in positions)
    decades = sorted({decade for _, decade in counts})
    totals = Counter(value for value, _ in counts.elements())
    rows = (
        (value, *(str(counts[value, decade] or "") for decade in decades), str(total))
        for value, total in sorted(totals.items(), key=lambda item: (-item[1], item[0]))
    )
    return _rows((title, *decades, "all"), rows)


def _issue(issue: Row) -> str:
    return (
        f"### {issue['issue_id']}\n\n{issue['proposition']}\n\n- title: {issue['title']}\n- pole: {issue['pole']}\n"
        f"- include: {issue['include']}\n- exclude: {issue['exclude']}\n\n"
    )


def _table(resource: Mapping[str, Any]) -> str:
    schema = resource["schema"]
    key = ", ".join(f"`{name}`" for name in schema["primaryKey"])
    text = f"### {resource['name']}\n\n{resource['description']} Primary key: {key}.\n\n{_fields(schema['fields'])}"
    for foreign in schema.get("foreignKeys", []):
        target = foreign["reference"]
        text += f"\n`{foreign['fields'][0]}` refers to `{target['resource']}.{target['fields'][0]}`."
    return text.rstrip() + "\n\n"


def _fields(fields: Iterable[Mapping[str, Any]]) -> str:
    return _rows(("field", "type", "what goes in", "example"), (_field(field) for field in fields))


def _field(field: Mapping[str, Any]) -> tuple[str, ...]:
    constraints = field.get("constraints", {})
    notes = ["required"] if constraints.get("required") else []
    notes += ["unique"] if constraints.get("unique") else []
    if "enum" in constraints:
        notes.append("one of " + ", ".join(f"`{value}`" for value in constraints["enum"]))
    description = field["description"] + (f" ({'; '.join(notes)})" if notes else "")
    return f"`{field['name']}`", field["type"], description, str(field["example"])


def _parameter(parameter: Mapping[str, Any]) -> tuple[str, ...]:
    description = parameter.get("description", "Identifier of the row.")
    return f"`{parameter['name']}`", parameter["in"], description + (" Required." if parameter.get("required") else "")


def _rows(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [header, ("---",) * len(header), *rows]
    return "".join("| " + " | ".join(c.replace("|", "\\|") for c in line) + " |\n" for line in lines)
