"""`newslint check`: findings to the terminal or as data; with --fix, the safe ones repaired in place."""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from lint.batch import NoArticlesError, articles, fix_file
from lint.cli import FINDINGS, WRONG, configured
from lint.cli.grammar import opened
from lint.config import Config
from lint.engine import Cleaned, UnsettledError
from lint.linter import Linter
from lint.readers.formats import document
from lint.readers.source import Source, UnreadableError, decode, read
from lint.report import LEVELS, Origin, finding_records
from lint.reports.text import Style, concise, diff, full
from lint.writers import UnwritableError


def run(args: Namespace) -> int:
    """Check the named articles; return the exit code."""
    config: Any = configured(args)
    if args.fix and args.diff:
        print("newslint: --fix changes files and --diff does not; choose one", file=sys.stderr)
        return WRONG
    with ExitStack() as stack:
        linter = Linter(config, grammar=stack.enter_context(opened(args.grammar)))
        return _Check(args, config, linter).run()


class _Check:
    """One run: it keeps counts and what the end of the output needs."""

    def __init__(self, args: Namespace, config: Config, linter: Linter) -> None:
        self.args, self.config, self.linter = args, config, linter
        self.whys = {rule.id: rule.why for rule in linter.rules.rules}
        self.out = sys.stderr if args.fix and "-" in args.paths else sys.stdout
        self.style = Style(self.out.isatty() and not os.environ.get("NO_COLOR"))
        self.counts: Counter[str] = Counter()
        self.unavailable: Counter[str] = Counter()
        self.fixed = self.fixable = self.left = self.failing = 0
        self.records: list[dict[str, Any]] = []

    def run(self) -> int:
        wrong = False
        for path, name in self._jobs():
            try:
                self._one(path, name)
            except (UnreadableError, UnwritableError, UnsettledError, NoArticlesError) as error:
                wrong = True
                text = str(error)
                print(f"newslint: {text if name in text else f'{name}: {text}'}", file=sys.stderr)
        self._end()
        for reason, count in self.unavailable.items():
            print(f"newslint: no grammar for {_counted(count, 'file')}: {reason}", file=sys.stderr)
        if wrong or self.unavailable:
            return WRONG
        return FINDINGS if self.failing or (self.fixed and self.args.exit_non_zero_on_fix) else 0

    def _jobs(self) -> Iterator[tuple[Path | None, str]]:
        for given in self.args.paths:
            if given == "-":
                yield None, self.args.stdin_filename
                continue
            path = Path(given)
            try:
                for job in articles([path]):
                    yield job.path, _shown(job.path)
            except NoArticlesError:
                yield path, given

    def _one(self, path: Path | None, name: str) -> None:
        if path is None:
            source = decode(sys.stdin.buffer.read(), name)
        elif path.is_dir() or not os.path.lexists(path):
            list(articles([path]))  # raises with the reason
            return
        else:
            source = read(path, name)
        doc = document(source.text, name)
        cleaned = self.linter.clean(source.text, name, page=False)
        if self.args.fix and path and cleaned.rounds:
            fix_file(path, source, cleaned)
        elif self.args.fix and path is None:
            sys.stdout.write(cleaned.text)
        records = list(finding_records(doc, cleaned.findings, self.args.fix, self.whys))
        for _, reason in cleaned.unavailable:
            self.unavailable[reason] += 1
        self._count(cleaned, records)
        self._show(source, cleaned, records)

    def _count(self, cleaned: Cleaned, records: list[dict[str, Any]]) -> None:
        level = {"info": 0, "warning": 1, "error": 2, "never": 9}[self.config.fail_on]
        for (finding, applied), record in zip(cleaned.findings, records, strict=True):
            self.counts[finding.rule] += 1
            self.fixed += record["applied"]
            self.fixable += applied and not record["applied"]
            if not record["applied"]:
                self.left += 1
                self.failing += LEVELS[finding.severity] >= level

    def _show(self, source: Source, cleaned: Cleaned, records: list[dict[str, Any]]) -> None:
        style = self.args.output_format
        if style in ("json", "jsonl"):
            record = self._record(source, cleaned, records)
            if style == "jsonl":
                self._print(_json(record))
            else:
                self.records.append(record)
        elif not self.args.statistics:
            if self.args.diff:
                if cleaned.rounds:
                    self._print(diff(source.path, source.text, cleaned.text, self.style))
                records = [r for r, (_, applied) in zip(records, cleaned.findings, strict=True) if not applied]
            self._print_findings(source, [record for record in records if not record["applied"]])

    def _print_findings(self, source: Source, records: list[dict[str, Any]]) -> None:
        lines = document(source.text, source.path)
        for record in records:
            if self.args.output_format == "concise" or self.args.diff:
                self._print(concise(source.path, record, self.style))
            else:
                line = lines.lines[record["line"] - 1] if record["line"] <= len(lines.lines) else None
                shown = source.text[line.start : line.end] if line else ""
                self._print("\n".join(full(source.path, record, shown, self.style)))

    def _record(self, source: Source, cleaned: Cleaned, records: list[dict[str, Any]]) -> dict[str, Any]:
        from lint.report import make

        origin = Origin(source.path, source.encoding, source.sha256)
        doc = document(source.text, source.path)
        measured = None
        if self.args.readability:
            from lint.readability.measure import measure

            measured = {"before": measure(doc.prose)._asdict(), "after": measure(cleaned.text)._asdict()}
        record = make(
            origin,
            doc,
            cleaned,
            self.config,
            written=self.args.fix,
            readability=measured,
            whys=self.whys,
            unavailable=[{"rule": rule, "reason": reason} for rule, reason in cleaned.unavailable],
        )
        return {**record, "findings": records}

    def _end(self) -> None:
        if self.args.output_format == "json":
            self._print(_json(self.records, indent=1))
        elif self.args.output_format == "jsonl":
            return
        elif self.args.statistics:
            for rule, count in sorted(self.counts.items(), key=lambda item: (-item[1], item[0])):
                self._print(f"{count:7}  {rule}")
        if self.args.output_format != "json" and (self.left or self.fixed):
            fixes = f"; --fix repairs {self.fixable} of them safely" if self.fixable else ""
            fixed = f"{_counted(self.fixed, 'finding')} repaired, " if self.args.fix else ""
            self._print(
                self.style("bold", f"{fixed}{_counted(self.left, 'finding')}{' left' if fixed else ''}{fixes}.")
            )

    def _print(self, text: str) -> None:
        try:
            print(text, file=self.out)
        except UnicodeEncodeError:
            print(text.encode("ascii", "backslashreplace").decode(), file=self.out)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _shown(path: Path) -> str:
    text = os.path.relpath(path) if path.is_absolute() else str(path)
    return str(path) if text.startswith("..") else text


def _json(record: Any, indent: int | None = None) -> str:
    text = json.dumps(record, ensure_ascii=False, indent=indent)
    try:
        text.encode()
        return text
    except UnicodeEncodeError:
        return json.dumps(record, ensure_ascii=True, indent=indent)
