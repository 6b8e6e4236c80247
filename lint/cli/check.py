"""`newslint check`: findings to the terminal or as data; with --fix, the safe ones repaired in place."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, nullcontext
from itertools import chain, starmap
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lint import baseline, ignorefile
from lint.batch import NoArticlesError, articles
from lint.cache import Cache
from lint.checking import Checked, Checking, Failed, Request, answers
from lint.cli import FINDINGS, REFUSED, WRONG, configured, limits, processes, tell
from lint.cli.grammar import opened
from lint.cli.outputs import PROSE, Outputs
from lint.cli.progress import Progress
from lint.engine import Cleaned, Judged, UnsettledError
from lint.fingerprint import fingerprint
from lint.guard import refusal, untouched
from lint.inplace import fix_file, tidy
from lint.ledger import LedgerError
from lint.linter import Linter
from lint.linters import SETTINGS_ERRORS, Linters
from lint.lock import LockedError
from lint.readers.formats import document
from lint.readers.rows import rows
from lint.readers.source import Source, UnreadableError, decode, read
from lint.report import LEVELS, Origin, finding_records
from lint.reports.data import dumped
from lint.reports.text import concise, diff, full, ruled
from lint.rule import Finding, Rule, Severity
from lint.suppress import UNUSED, named
from lint.terminal import Style, safe, wants_color, wants_links
from lint.text import Document
from lint.writers import UnwritableError

if TYPE_CHECKING:
    from lint.pool import Crew
    from lint.timing import Timing

_TOLD = (
    *(UnreadableError, UnwritableError, LockedError, LedgerError),
    *(UnsettledError, NoArticlesError, *SETTINGS_ERRORS),
)
"""What is said of one file, while the others are still done."""


def run(args: Namespace) -> int:
    """Check the named articles; return the exit code."""
    wrong = _contradiction(args)
    if wrong:
        print(f"newslint: {wrong}", file=sys.stderr)
        return WRONG
    if args.files_from:
        args.paths = [*([] if args.paths == ["."] else args.paths), *_listed(args.files_from)]
    if args.watch:
        from lint.cli.watch import watch

        return watch(args.paths, lambda: _once(args))
    return _once(args)


def _contradiction(args: Namespace) -> str:
    if args.fix and args.diff:
        return "--fix changes files and --diff does not; choose one"
    if (args.fix or args.diff) and args.min_severity != "info":
        return f"{'--fix' if args.fix else '--diff'} is about all repairs, and --min-severity hides some; choose one"
    if args.watch and "-" in args.paths:
        return "--watch needs files, and - is standard input; name files or folders"
    if args.files_from == "-" and "-" in args.paths:
        return "standard input is one article, or a list of them; choose one"
    if args.since is not None and args.diff_file is not None:
        return "--since and --diff-file both say which lines changed; choose one"
    if args.diff_file == "-" and ("-" in args.paths or args.files_from == "-" or args.watch):
        return "standard input is the diff of --diff-file, and nothing else or again; name a file"
    if args.add_ignore and args.fix:
        return "--add-ignore keeps what --fix would change; choose one"
    if args.show_suppressed and args.output_format != "sarif" and not any(o.startswith("sarif:") for o in args.output):
        return "--show-suppressed is about SARIF; add --output-format sarif or --output sarif:FILE"
    if args.reason and not args.add_ignore:
        return "--reason is the reason of --add-ignore; add that, or leave it out"
    return ""


def _listed(file: str) -> list[str]:
    """Return the names in a list of files, which are parted by NUL, or else by line ends."""
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise UnreadableError(f"{file}: the list of files can't be read ({error.strerror}); check its path") from None
    names = data.split(b"\0") if b"\0" in data else data.splitlines()
    return [os.fsdecode(name) for name in names if name]


def _once(args: Namespace) -> int:
    with ExitStack() as stack:
        configs = configured(args)
        grammar = stack.enter_context(opened(configs.of(Path("-")).grammar))
        linters = Linters(
            configs,
            grammar=grammar,
            baseline=_baseline(args, configs.baseline()),
            changed=_changed(args),
            rule_seconds=limits(args).rule,
        )
        linters.of(Path("-"))  # a wrong configuration is said before anything is done
        return _Check(args, linters).run()


def _baseline(args: Namespace, configured: Path | None) -> baseline.Baseline | None:
    if args.no_baseline:
        return None
    path = Path(args.baseline) if args.baseline else configured or baseline.find(Path.cwd())
    return baseline.load(path) if path else None


def _changed(args: Namespace) -> dict[Path, frozenset[int] | None] | None:
    if args.since is None and args.diff_file is None:
        return None
    from lint.changed import changed_lines, patched_lines

    return patched_lines(args.diff_file, Path.cwd()) if args.since is None else changed_lines(args.since, Path.cwd())


def _timing() -> Timing:
    from lint.timing import Timing

    return Timing()


class _Check:
    """One run: it keeps counts and what the end of the output needs."""

    def __init__(self, args: Namespace, linters: Linters) -> None:
        self.args, self.linters = args, linters
        self.out = getattr(sys.stderr, "unguarded", sys.stderr) if args.fix and "-" in args.paths else sys.stdout
        color = wants_color(args.color, self.out)
        self.style = Style(color, wants_links(color, self.out), linters.configs.docs())
        self.counts: Counter[str] = Counter()
        self.repairs: Counter[str] = Counter()
        self.known: Counter[str] = Counter()
        self.unavailable: Counter[str] = Counter()
        self.fixed = self.fixable = self.left = self.failing = 0
        self.rules: dict[str, Rule] = {}
        plain = args.output_format in PROSE and (args.diff or args.statistics)  # which have a form of their own
        self.format = "concise" if plain else args.output_format
        self.outputs = Outputs(self.format, args.output, show_suppressed=args.show_suppressed)
        self.added: dict[Path, list[ignorefile.Entry]] = {}
        self.checked: dict[Path, set[str]] = {}
        self.said: set[str] = set()
        self.refused = False
        self.progress = Progress(quiet=bool(args.quiet))
        self.progress.live &= not self.out.isatty()  # findings on the same terminal show how far it is
        self.timing = _timing() if args.timing else None
        cache = None if args.no_cache or args.timing else Cache()
        self.checking = Checking(linters.of, cache, self.timing)

    def run(self) -> int:
        """Check all that was named; return the exit code."""
        if self.args.fix:
            tidy(path for path in self.args.paths if path != "-")
        for request, answer in answers(
            starmap(Request, self._jobs()), self.checking, None if self._is_alone() else self._crew
        ):
            self.progress.count()
            try:
                self._one(*request, answer)
            except _TOLD as error:
                self._say(error, request.name)
        self.progress.end()
        self._unused_ignores()
        self._end()
        self._note_baseline()
        tell(() if self.args.quiet else self.linters.notes.values())
        if self.args.verbose:
            print(f"newslint: {counted(self.progress.done, 'file')} checked", file=sys.stderr)
        for line in self.timing.lines() if self.timing else ():
            print(line, file=sys.stderr)
        for reason, count in self.unavailable.items():
            print(f"newslint: no {reason.replace('%s', counted(count, 'file'), 1)}", file=sys.stderr)
        if self.said or self.unavailable:
            return WRONG
        if self.refused:
            return REFUSED
        return FINDINGS if self.failing or (self.fixed and self.args.exit_non_zero_on_fix) else 0

    def _say(self, error: Exception, name: str) -> None:
        text = str(error)
        text = text if name in text or isinstance(error, SETTINGS_ERRORS) else f"{name}: {text}"
        if text not in self.said:
            self.outputs.problem(name, text)
            print(f"newslint: {safe(text)}", file=sys.stderr)
        self.said.add(text)

    def _jobs(self) -> Iterator[tuple[Path | None, str]]:
        for given in self.args.paths:
            if given == "-":
                yield None, self.args.stdin_filename
                continue
            path = Path(given)
            try:
                for job in articles([path]):
                    if self._ready(job.path, given, named=not path.is_dir()):
                        yield job.path, shown(job.path)
            except NoArticlesError:
                yield path, given

    def _ready(self, path: Path, given: str, *, named: bool) -> bool:
        """Tell whether an article is to be checked; say what is wrong with its settings where they can't be used."""
        try:
            if not self._wanted(path, named=named):
                return False
            self.linters.of(path)
        except SETTINGS_ERRORS as error:
            self._say(error, given)
            return False
        return True

    def _wanted(self, path: Path, *, named: bool) -> bool:
        if self.linters.changed is not None and Path(os.path.abspath(path)) not in self.linters.changed:
            return False
        return not self.linters.configs.excluded(path, named=named)

    def _is_alone(self) -> bool:
        """Tell whether this process must do all work, because something is shared with it."""
        return bool(self.linters.grammar or self.timing or "-" in self.args.paths)

    def _crew(self) -> Crew:
        """Return the processes that work on many articles."""
        from lint.pool import Crew

        return Crew(processes(self.args), limits(self.args), self.progress.say)

    def _one(self, path: Path | None, name: str, answer: Checked | Failed | None) -> None:
        if isinstance(answer, Failed):
            raise UnreadableError(answer.message)
        if path is None:
            source = decode(sys.stdin.buffer.read(), name)
            linter = self.linters.of(Path(name))
            self._text(source, None, self.checking.cleaned(linter, source.text, name), linter)
        elif isinstance(answer, Checked):
            self._text(answer.source, path, answer.cleaned, self.linters.of(path))
        elif path.is_dir() or not os.path.lexists(path):
            list(articles([path]))  # raises with the reason, unless the folder can't be read
            read(path, name)
        else:
            self._table(path, name)

    def _table(self, path: Path, name: str) -> None:
        if self.args.fix:
            raise UnwritableError(f"{name}: --fix does not write tables; 'newslint clean {name} -o DIR' does")
        linter = self.linters.of(path)
        for row in rows(path, name, self.args.text_column):
            try:
                if isinstance(row, UnreadableError):
                    raise row
                self._text(row, None, self.checking.cleaned(linter, row.text, row.path), linter)
            except _TOLD as error:
                self._say(error, name)

    def _text(self, source: Source, path: Path | None, cleaned: Cleaned, linter: Linter) -> None:
        with self.timing.stage("report") if self.timing else nullcontext():
            self._taken(source, path, cleaned, linter)

    def _taken(self, source: Source, path: Path | None, cleaned: Cleaned, linter: Linter) -> None:
        if linter.renamed:
            for rule, line in named(document(source.text, source.path)):
                self.linters.note(f"{source.path}:{line}", rule, linter.renamed)
        reason = refusal(cleaned, linter.config.most_removed) if self.args.fix and path else ""
        if reason:
            self.refused = True
            print(f"newslint: {source.path}: refused: {reason}", file=sys.stderr)
            cleaned = untouched(cleaned)
        if self.args.fix and path and cleaned.rounds:
            fix_file(path, source, cleaned)
            self.linters.follow(path, cleaned)
        elif self.args.fix and path is None:
            sys.stdout.write(cleaned.text)
        self.unavailable.update(f"{rule} in %s: {reason}" for rule, reason in cleaned.unavailable)
        self.known.update(item.by for item in self._severe(cleaned).silenced)
        self._keep_ignores(path, source, cleaned)
        self._report(source, cleaned, linter)

    def _report(self, source: Source, cleaned: Cleaned, linter: Linter) -> None:
        """Count and show the findings of a file."""
        doc = document(source.text, source.path)
        marked = self.outputs.wanted or self.format == "jsonl"
        severe = self._severe(cleaned)
        records = list(finding_records(doc, severe.findings, self.args.fix, linter.whys, marked=marked))
        self._count(severe, records, linter.config.fail_on)
        if linter.config.fail_on == "verdict":
            self._judge(doc, cleaned, linter)
        if self.args.verbose:
            self.progress.say(f"newslint: {source.path}: {counted(len(records), 'finding')}")
        self._show(source, cleaned, severe, records, linter)

    def _severe(self, cleaned: Cleaned) -> Cleaned:
        """Return `cleaned` with only what was found, or left alone, at or above --min-severity."""
        least = LEVELS[Severity(self.args.min_severity)]
        if not least:
            return cleaned
        return cleaned._replace(
            findings=tuple(item for item in cleaned.findings if LEVELS[item.finding.severity] >= least),
            silenced=tuple(item for item in cleaned.silenced if LEVELS[item.finding.severity] >= least),
        )

    def _count(self, cleaned: Cleaned, records: list[dict[str, Any]], fail_on: str) -> None:
        level = {"info": 0, "warning": 1, "error": 2}.get(fail_on, 9)
        for (finding, applied), record in zip(cleaned.findings, records, strict=True):
            self.counts[finding.rule] += 1
            self.repairs[finding.rule] += applied
            self.fixed += record["applied"]
            self.fixable += applied and not record["applied"]
            if not record["applied"]:
                self.left += 1
                self.failing += LEVELS[finding.severity] >= level

    def _judge(self, doc: Document, cleaned: Cleaned, linter: Linter) -> None:
        """Count an article that is not fit to be published as failing, and say why."""
        from lint.verdict import scores

        judged = scores(doc, [finding for finding, _ in cleaned.findings], linter.config)
        self.failing += judged["verdict"] != "publish"
        for reason in judged["reasons"] if self.args.quiet < 2 else ():
            print(f"newslint: {doc.path}: {reason['verdict']}: {reason['reason']}", file=sys.stderr)

    # --- what was suppressed ---

    def _keep_ignores(self, path: Path | None, source: Source, cleaned: Cleaned) -> None:
        """Note which entries of the ignore file were of use, and which are to be added."""
        if path is None:
            return
        folder = Path(os.path.abspath(path)).parent
        place = ignorefile.find(folder)
        if place:
            used = self.checked.setdefault(place, set())
            used.update(item.fingerprint for item in cleaned.silenced if item.by == "ignore file")
            used.add(_named_below(place, path))
        if self.args.add_ignore:
            doc = document(source.text, source.path)
            place = ignorefile.place(folder)
            for finding in (finding for finding, _ in self._severe(cleaned).findings if finding.rule != UNUSED.id):
                text = source.text[finding.start : finding.end][:80]
                file = _named_below(place, path)
                entry = ignorefile.Entry(fingerprint(doc, finding), finding.rule, file, text, self.args.reason)
                self.added.setdefault(place, []).append(entry)

    def _unused_ignores(self) -> None:
        """Report entries of ignore files that ignore nothing in the files that were checked."""
        if self.linters.changed is not None:
            return
        for place, used in self.checked.items():
            entries = ignorefile.read(place)
            linter = self.linters.of(place)
            for entry in entries.values():
                self.linters.note(shown(place), entry.rule, linter.renamed)
            stale = [
                entry
                for entry in entries.values()
                if entry.file in used and entry.fingerprint not in used and linter.runs(entry.rule)
            ]
            if stale and self.args.prune_ignores:
                ignorefile.save(place, [entry for entry in entries.values() if entry not in stale])
            elif stale and linter.runs(UNUSED.id):
                self._report_stale(place, {entry.fingerprint for entry in stale}, linter)

    def _note_baseline(self) -> None:
        """Note the ids in the baseline that rules had before."""
        known, today = self.linters.baseline, self.linters.of(Path("-")).renamed
        if known and today:
            for entry in chain.from_iterable(known.files.values()):
                self.linters.note(shown(known.path), entry.rule, today)

    def _report_stale(self, place: Path, stale: set[str], linter: Linter) -> None:
        source = read(place, shown(place))
        found, start = [], 0
        for line in source.text.splitlines(keepends=True):
            if any(f'"{mark}"' in line for mark in stale):
                text = "this entry ignores nothing any more; --prune-ignores takes it out"
                found.append(
                    Judged(Finding(UNUSED.id, start, start + len(line.rstrip()), text, UNUSED.severity), False)
                )
            start += len(line)
        self._report(source, Cleaned(source.text, source.text, tuple(found), (), ()), linter)

    # --- what is shown ---

    def _show(
        self, source: Source, cleaned: Cleaned, severe: Cleaned, records: list[dict[str, Any]], linter: Linter
    ) -> None:
        """Show the findings of a file that are `severe` enough; scores are of all that was found."""
        style = self.format
        if self.outputs.wanted or style == "jsonl":
            record = self._record(source, cleaned, records, linter)
            self.outputs.add(record, source.text, severe)
            self.rules |= {rule.id: rule for rule in linter.rules.rules}
            if style == "jsonl":
                self._print(dumped(record))
        if style in ("full", "concise") and not self.args.statistics:
            if self.args.diff:
                if cleaned.rounds:
                    shown_diff = diff(
                        source.path, source.text, cleaned.text, self.style, words=self.args.diff == "word"
                    )
                    self._print(shown_diff)
                records = [r for r, (_, applied) in zip(records, cleaned.findings, strict=True) if not applied]
            if self.args.show_fixes:
                self._print_fixes(source, records)
            self._print_findings(source, [record for record in records if not record["applied"]])

    def _print_fixes(self, source: Source, records: list[dict[str, Any]]) -> None:
        made = Counter(record["rule"] for record in records if record["applied"])
        for rule, count in sorted(made.items()):
            self._print(f"{self.style('bold', safe(source.path) + ':')} {counted(count, 'repair')} of {rule}")

    def _print_findings(self, source: Source, records: list[dict[str, Any]]) -> None:
        lines = document(source.text, source.path)
        for record in records:
            if self.format == "concise":
                self._print(concise(source.path, record, self.style))
            else:
                line = lines.lines[record["line"] - 1] if record["line"] <= len(lines.lines) else None
                text = source.text[line.start : line.end] if line else ""
                self._print("\n".join(full(source.path, record, text, self.style)))

    def _record(
        self, source: Source, cleaned: Cleaned, records: list[dict[str, Any]], linter: Linter
    ) -> dict[str, Any]:
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
            linter.config,
            written=self.args.fix,
            readability=measured,
            unavailable=[{"rule": rule, "reason": reason} for rule, reason in cleaned.unavailable],
        )
        return {**record, "findings": records}

    def _end(self) -> None:
        if self.args.add_ignore:
            self._add_ignores()
        self._print(self.outputs.close(self.rules, self.style), end="")
        if self.format not in PROSE:
            return
        if self.args.statistics:
            self._statistics()
        if (self.left or self.fixed) and not self.args.quiet:
            fixes = f"; --fix repairs {self.fixable} of them safely" if self.fixable else ""
            fixed = f"{counted(self.fixed, 'finding')} repaired, " if self.args.fix else ""
            left = f"{counted(self.left, 'finding')}{' left' if fixed else ''}"
            self._print(self.style("bold", f"{fixed}{left}{fixes}.") + self._suppressed())

    def _suppressed(self) -> str:
        """Return how many findings are not shown, and why, in brackets."""
        words = {
            "baseline": "in the baseline",
            "comment": "ignored by comments",
            "ignore file": "ignored by the ignore file",
        }
        parts = [f"{self.known[by]} {text}" for by, text in words.items() if self.known[by]]
        return self.style("dim", f" ({', '.join(parts)})") if parts else ""

    def _statistics(self) -> None:
        width = max((len(rule) for rule in self.counts), default=0)
        for rule, count in sorted(self.counts.items(), key=lambda item: (-item[1], item[0])):
            word = "repaired" if self.args.fix else "repairable"
            repairs = f"  {self.repairs[rule]} safely {word}" if self.repairs[rule] else ""
            padding = " " * (width - len(rule))
            self._print(f"{count:7}  {ruled(rule, self.style)}{padding}{repairs}".rstrip())

    def _add_ignores(self) -> None:
        for place, entries in self.added.items():
            new = ignorefile.add(place, entries)
            if not self.args.quiet:
                print(f"{counted(new, 'entry', 'entries')} added to {shown(place)}", file=sys.stderr)

    def _print(self, text: str, end: str = "\n") -> None:
        if self.args.quiet > 1:
            return
        try:
            print(text, file=self.out, end=end)
        except UnicodeEncodeError:
            print(text.encode("ascii", "backslashreplace").decode(), file=self.out, end=end)


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def shown(path: Path) -> str:
    """Return a path as reports name it: relative where it lies below the working folder."""
    text = os.path.relpath(path) if path.is_absolute() else str(path)
    return str(path) if text.startswith("..") else text


def _named_below(place: Path, path: Path) -> str:
    return Path(os.path.relpath(path, place.parent)).as_posix()
