"""What a command has to say: a mapping for programs, a table for people."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from typing import Any, Dict, Optional

#: Codes by which a terminal changes colours.
_COLOUR = re.compile("\x1b\\[[0-9;]*m")

#: How a verdict looks in a notebook.
_TINTS = {"holds": "#1a7f37", "refuted": "#cf222e", "nothing-checked": "#cf222e", "inconclusive": "#9a6700"}


class Report(Dict[str, Any]):
    """The answer of a command.

    A dictionary with the keys of the program's ``--json`` (norms are Euclidean; residuals, bounds, powers and shares
    relative, without unit; ``None`` where there is no figure). ``print(report)`` shows the program's own table; a notebook shows
    the same figures as HTML.
    """

    __slots__ = ("_text", "command")

    #: The command, such as ``"measure"``.
    command: str

    def __init__(self, command: str, document: str, text: str) -> None:
        super().__init__(json.loads(document))
        self.command = command
        self._text = _COLOUR.sub("", text)

    @property
    def verdict(self) -> Optional[str]:
        """``"holds"``, ``"refuted"``, ``"inconclusive"`` or ``"nothing-checked"``; None where nothing was compared."""
        return self.get("verdict")

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The main list of the report (layers, blocks, parameters, claims), each with the figures of its checks as
        ``check.residual``: for ``pandas.DataFrame(report.rows)``."""
        key = _main(self)
        return [] if key is None else [_flat(row) for row in self[key]]

    def to_dict(self) -> dict[str, Any]:
        """A copy as plain dictionaries and lists."""
        found: dict[str, Any] = json.loads(self.to_json())
        return found

    def to_json(self) -> str:
        """The document, indented."""
        return json.dumps(self, indent=1, ensure_ascii=False)

    def __repr__(self) -> str:
        return self._text.rstrip("\n")

    def __reduce__(self) -> tuple[Any, ...]:
        return (Report, (self.command, json.dumps(self), self._text))

    def _repr_html_(self) -> str:
        return _page(self.command, self)


def _main(data: Mapping[str, Any]) -> Optional[str]:
    """The first list of objects."""
    lists = (key for key, value in data.items() if isinstance(value, list) and value and isinstance(value[0], dict))
    return next(lists, None)


def _flat(row: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in row.items():
        if isinstance(value, dict):
            flat.update(_flat(value, f"{prefix}{key}."))
        else:
            flat[prefix + key] = value
    return flat


def _figure(value: Any) -> str:
    """A number with five digits, a list of few on a line, a longer one as its length."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.5g}"
    if isinstance(value, list):
        if any(isinstance(item, (dict, list)) for item in value) or len(value) > 8:
            return f"({len(value)})"
        return ", ".join(_figure(item) for item in value)
    return str(value)


def _cell(value: Any) -> str:
    if isinstance(value, dict):
        value = value["verdict"] if "verdict" in value else "; ".join(f"{k} {_figure(v)}" for k, v in value.items())
    text = html.escape(_figure(value))
    tint = _TINTS.get(value) if isinstance(value, str) else None
    return f'<span style="color:{tint}">{text}</span>' if tint else text


def _table(rows: list[Mapping[str, Any]]) -> str:
    columns = list(dict.fromkeys(key for row in rows for key in row))
    head = "".join(f"<th>{html.escape(column.replace('_', ' '))}</th>" for column in columns)
    body = "".join("<tr>" + "".join(f"<td>{_cell(row.get(c))}</td>" for c in columns) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _page(command: str, data: Mapping[str, Any]) -> str:
    verdict = data.get("verdict")
    title = f"<b>dualproof {html.escape(command)}</b>" + (f": {_cell(verdict)}" if verdict else "")
    parts, facts = [title], []
    for key, value in data.items():
        name = html.escape(key.replace("_", " "))
        if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
            if set(value[0]) == {"title", "text"}:
                sections = "".join(
                    f"<details><summary>{html.escape(s['title'])}</summary><pre>{html.escape(s['text'])}</pre></details>"
                    for s in value
                )
                parts.append(sections)
            else:
                parts.append(f"<details open><summary>{name}</summary>{_table(value)}</details>")
        elif isinstance(value, list) and value and all(isinstance(item, str) for item in value):
            items = "".join(f"<li>{html.escape(item)}</li>" for item in value)
            parts.append(f"<details><summary>{name} ({len(value)})</summary><ul>{items}</ul></details>")
        elif key != "verdict" and value not in (None, []):
            facts.append(f"<tr><th>{name}</th><td>{_cell(value)}</td></tr>")
    table = f"<table><tbody>{''.join(facts)}</tbody></table>" if facts else ""
    return "<div>" + "".join([parts[0], table, *parts[1:]]) + "</div>"
