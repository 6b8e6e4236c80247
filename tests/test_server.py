"""The language server, asked by a real client over standard input and output."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pygls.lsp.client import LanguageClient
from pygls.uris import to_fs_path

SPUN = "Talks 😀 resumed, following they met in Oslo.\n\nعلي 😀😀 said the army must fight once morest terror.\n\nLeave a Reply\n"
FIXED = "Talks 😀 resumed, after they met in Oslo.\n\nعلي 😀😀 said the army must fight against terror.\n"


class Editor:
    """A client that keeps what the server says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.client = LanguageClient("editor", "1")
        self.said: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()
        self.messages: list[str] = []
        self.registered: list[Any] = []
        self.client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(lambda params: self.said.put_nowait(params))
        self.client.feature(types.WINDOW_SHOW_MESSAGE)(lambda params: self.messages.append(params.message))
        self.client.feature(types.CLIENT_REGISTER_CAPABILITY)(lambda params: self.registered.append(params))

    async def start(self, encodings: list[str] | None = None) -> types.InitializeResult:
        await self.client.start_io(sys.executable, "-m", "lint", "server")
        capabilities = types.ClientCapabilities(
            general=types.GeneralClientCapabilities(position_encodings=encodings),
            workspace=types.WorkspaceClientCapabilities(
                did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True)
            ),
        )
        params = types.InitializeParams(capabilities, root_uri=self.folder.as_uri())
        answer = await self.client.initialize_async(params)
        self.client.initialized(types.InitializedParams())
        return answer

    async def stop(self) -> None:
        await self.client.shutdown_async(None)
        self.client.exit(None)
        await asyncio.wait_for(self.client._server.wait(), 10)
        assert self.client._server.returncode == 0

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    async def open(self, name: str, text: str, language: str = "plaintext") -> list[types.Diagnostic]:
        item = types.TextDocumentItem(self.uri(name), language, 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return await self.diagnostics()

    def type(self, name: str, text: str, version: int) -> None:
        document = types.VersionedTextDocumentIdentifier(version, self.uri(name))
        change = types.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))

    async def diagnostics(self) -> list[types.Diagnostic]:
        return list((await asyncio.wait_for(self.said.get(), 20)).diagnostics)

    async def actions(self, name: str, place: types.Range, only: list[str] | None = None) -> list[types.CodeAction]:
        """Return what the server offers for a range."""
        context = types.CodeActionContext([], only=only)
        params = types.CodeActionParams(types.TextDocumentIdentifier(self.uri(name)), place, context)
        return list(await self.client.text_document_code_action_async(params) or ())


Scene = Callable[[Editor], Awaitable[None]]


@pytest.fixture
def play(tmp_path: Path) -> Callable[..., None]:
    def run(scene: Scene, encodings: list[str] | None = None) -> None:
        async def whole() -> None:
            editor = Editor(tmp_path)
            await editor.start(encodings)
            await scene(editor)
            await editor.stop()

        asyncio.run(asyncio.wait_for(whole(), 60))

    return run


def slice_of(text: str, place: types.Range, unit: str = "utf-16-le") -> str:
    """Return what an editor that counts in `unit` would mark."""
    width = {"utf-16-le": 2, "utf-8": 1, "utf-32-le": 4}[unit]
    line = text.split("\n")[place.start.line].encode(unit)
    assert place.start.line == place.end.line
    return line[width * place.start.character : width * place.end.character].decode(unit)


def applied(text: str, edit: types.WorkspaceEdit) -> str:
    """Return a text with an edit made as an editor makes it: from the end, in UTF-16."""
    (change,) = edit.document_changes
    lines = text.split("\n")
    starts = [sum(len(line) + 1 for line in lines[:number]) for number in range(len(lines))]

    def offset(place: types.Position) -> int:
        return starts[place.line] + len(
            lines[place.line].encode("utf-16-le")[: 2 * place.character].decode("utf-16-le")
        )

    for one in sorted(change.edits, key=lambda e: (e.range.start.line, e.range.start.character), reverse=True):
        text = text[: offset(one.range.start)] + one.new_text + text[offset(one.range.end) :]
    return text


EVERYTHING = types.Range(types.Position(0, 0), types.Position(999, 0))


def test_diagnostics_stand_at_the_words_behind_emoji_and_arabic(play: Callable[..., None]) -> None:
    async def scene(editor: Editor) -> None:
        found = {item.code: item for item in await editor.open("a.txt", SPUN)}
        assert slice_of(SPUN, found["artifact.impossible-word"].range) == "once morest"
        assert slice_of(SPUN, found["artifact.following-clause"].range).startswith("following")
        assert found["boilerplate.comment-form"].tags == (types.DiagnosticTag.Unnecessary,)
        assert found["artifact.impossible-word"].severity is types.DiagnosticSeverity.Error
        assert found["artifact.impossible-word"].source == "newslint"

    play(scene)


@pytest.mark.parametrize(("encoding", "unit"), [("utf-8", "utf-8"), ("utf-32", "utf-32-le")])
def test_an_editor_that_counts_otherwise_is_answered_in_its_unit(
    play: Callable[..., None], encoding: str, unit: str
) -> None:
    async def scene(editor: Editor) -> None:
        found = {item.code: item for item in await editor.open("a.txt", SPUN)}
        assert slice_of(SPUN, found["artifact.impossible-word"].range, unit) == "once morest"

    play(scene, [encoding])


def test_diagnostics_follow_the_typing_and_go_with_the_text(play: Callable[..., None]) -> None:
    async def scene(editor: Editor) -> None:
        assert await editor.open("a.txt", SPUN)
        for version in range(2, 30):
            editor.type("a.txt", SPUN[: version * 4], version)
        editor.type("a.txt", "The council met on Monday.\n", 30)
        while await editor.diagnostics():
            pass
        assert editor.said.empty()
        editor.type("a.txt", SPUN, 31)
        assert await editor.diagnostics()
        closing = types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(editor.uri("a.txt")))
        editor.client.text_document_did_close(closing)
        assert await editor.diagnostics() == []

    play(scene)


def test_a_safe_fix_is_preferred_and_repairs_its_place(play: Callable[..., None]) -> None:
    async def scene(editor: Editor) -> None:
        found = {item.code: item for item in await editor.open("a.txt", SPUN)}
        place = found["artifact.impossible-word"].range
        fix = (await editor.actions("a.txt", place, ["quickfix"]))[0]
        assert fix.title == "Replace 'once morest' with 'against'"
        assert fix.is_preferred
        assert [item.code for item in fix.diagnostics] == ["artifact.impossible-word"]
        assert applied(SPUN, fix.edit) == SPUN.replace("once morest", "against")

    play(scene)


def test_a_suggestion_is_offered_and_never_preferred(play: Callable[..., None]) -> None:
    async def scene(editor: Editor) -> None:
        (editor.folder / "newslint.toml").write_text('[safety]\n"artifact.impossible-word" = "suggestion"\n')
        found = {item.code: item for item in await editor.open("a.txt", SPUN)}
        fix = (await editor.actions("a.txt", found["artifact.impossible-word"].range, ["quickfix"]))[0]
        assert fix.title.endswith("(suggestion)")
        assert not fix.is_preferred
        (all_of_them,) = await editor.actions("a.txt", EVERYTHING, ["source.fixAll"])
        assert applied(SPUN, all_of_them.edit) == FIXED.replace("against", "once morest")

    play(scene)


def test_fix_all_makes_what_check_fix_makes(play: Callable[..., None], samples: list[Path]) -> None:
    async def scene(editor: Editor) -> None:
        from lint.linter import Linter

        await editor.open("a.txt", SPUN)
        for only in (["source.fixAll"], ["source.fixAll.newslint"], ["source"]):
            (action,) = await editor.actions("a.txt", types.Range(types.Position(0, 0), types.Position(0, 0)), only)
            assert action.kind == "source.fixAll.newslint"
            assert applied(SPUN, action.edit) == FIXED
        for sample in samples:
            text = sample.read_text()
            await editor.open(sample.name, text)
            (action,) = await editor.actions(sample.name, EVERYTHING, ["source.fixAll"])
            assert applied(text, action.edit) == Linter().clean(text, sample.name).text

    play(scene)


def test_every_quick_fix_of_the_samples_can_be_made_alone(play: Callable[..., None], samples: list[Path]) -> None:
    async def scene(editor: Editor) -> None:
        for sample in samples:
            text = sample.read_text()
            await editor.open(sample.name, text)
            offered = await editor.actions(sample.name, EVERYTHING, ["quickfix"])
            fixes = [action for action in offered if not action.title.startswith(("Leave", "Add"))]
            assert fixes
            for fix in fixes:
                assert applied(text, fix.edit) != text

    play(scene)


def made(folder: Path, edit: types.WorkspaceEdit) -> None:
    """Write what an edit does to other files, as an editor that saves them."""
    create, change = edit.document_changes
    path = Path(to_fs_path(create.uri))
    assert path.parent == folder
    text = path.read_text() if path.exists() else ""
    path.write_text(text)
    path.write_text(applied(text, types.WorkspaceEdit(document_changes=[change])))


def test_a_finding_in_markdown_is_left_alone_by_a_comment(play: Callable[..., None]) -> None:
    async def scene(editor: Editor) -> None:
        text = "Intro.\n\n- They fight once morest terror 😀\n- They fight once morest hunger\n"
        found = await editor.open("a.md", text)
        (first, second) = [item for item in found if item.code == "artifact.impossible-word"]
        actions = await editor.actions("a.md", first.range)
        (ignore,) = [a for a in actions if a.title == "Leave artifact.impossible-word alone here"]
        new = applied(text, ignore.edit)
        assert "- They fight once morest terror 😀 <!-- newslint-ignore artifact.impossible-word -->\n" in new
        editor.type("a.md", new, 2)
        left = [item for item in await editor.diagnostics() if item.code == "artifact.impossible-word"]
        assert [item.range.start.line for item in left] == [second.range.start.line]
        assert "text.unused-ignore" not in {item.code for item in left}

    play(scene)


def test_findings_in_plain_text_are_left_alone_by_the_ignore_file(play: Callable[..., None]) -> None:
    async def scene(editor: Editor) -> None:
        (editor.folder / "newslint.toml").write_text("")
        (editor.folder / "news").mkdir()
        left = await editor.open("news/a.txt", SPUN)
        for version in (2, 3):
            ignores = [a for a in await editor.actions("news/a.txt", left[0].range) if a.title.startswith("Leave")]
            made(editor.folder, ignores[0].edit)
            editor.type("news/a.txt", SPUN, version)
            after = await editor.diagnostics()
            assert len(after) == len(left) - 1
            left = after
        lines = (editor.folder / "newslint-ignore.jsonl").read_text().splitlines()
        assert [json.loads(line)["file"] for line in lines] == ["news/a.txt"] * 2

    play(scene)


def test_a_name_is_added_to_the_book_of_the_house(play: Callable[..., None], samples: list[Path]) -> None:
    async def scene(editor: Editor) -> None:
        (editor.folder / "newslint.toml").write_text("")
        text = samples[0].read_text()

        def of_names(found: list[types.Diagnostic]) -> list[types.Diagnostic]:
            named = ("Raïssi", "Lodhi")
            return [i for i in found if str(i.code).startswith("name.") and any(name in i.message for name in named)]

        left = of_names(await editor.open("a.txt", text))
        assert len(left) > 2
        for version, name in enumerate(("Raïssi", "Maliha Lodhi"), 2):
            place = next(item.range for item in left if name in item.message)
            title = f"Add '{name}' to the names of this house"
            (action,) = [a for a in await editor.actions("a.txt", place) if a.title == title]
            made(editor.folder, action.edit)
            editor.type("a.txt", text, version)
            left = of_names(await editor.diagnostics())
            assert not [item for item in left if name in item.message]
        assert left == []
        assert (editor.folder / "names.toml").read_text().count("[[name]]") == 2

    play(scene)


def test_an_excluded_article_is_left_out(play: Callable[..., None]) -> None:
    async def scene(editor: Editor) -> None:
        (editor.folder / "newslint.toml").write_text('exclude = ["archive/**"]\nforce-exclude = true\n')
        (editor.folder / "archive").mkdir()
        assert await editor.open("archive/a.txt", SPUN) == []
        assert await editor.open("a.txt", SPUN)
        assert editor.messages == []

    play(scene)


def test_hover_tells_why_with_an_example(play: Callable[..., None]) -> None:
    async def scene(editor: Editor) -> None:
        found = {item.code: item for item in await editor.open("a.txt", SPUN)}
        document = types.TextDocumentIdentifier(editor.uri("a.txt"))
        place = found["artifact.impossible-word"].range.start
        shown = await editor.client.text_document_hover_async(types.HoverParams(document, place))
        assert shown.contents.value.startswith("**artifact.impossible-word**")
        assert "```diff\n- " in shown.contents.value
        nothing = await editor.client.text_document_hover_async(types.HoverParams(document, types.Position(1, 0)))
        assert nothing is None

    play(scene)


def test_names_with_spaces_and_other_letters(play: Callable[..., None]) -> None:
    async def scene(editor: Editor) -> None:
        name = "Ärger im Büro 100% 😀.txt"
        assert "%20" in editor.uri(name)
        assert await editor.open(name, SPUN)
        assert await editor.actions(name, EVERYTHING)
        editor.type(name, "Nothing is wrong here.\n", 2)
        assert await editor.diagnostics() == []

    play(scene)


def test_a_changed_configuration_is_read_again(play: Callable[..., None]) -> None:
    async def scene(editor: Editor) -> None:
        config = editor.folder / "newslint.toml"
        assert {item.code for item in await editor.open("a.txt", SPUN)} > {"boilerplate.comment-form"}
        config.write_text('ignore = ["boilerplate"]\n')
        event = types.FileEvent(config.as_uri(), types.FileChangeType.Created)
        editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
        assert "boilerplate.comment-form" not in {item.code for item in await editor.diagnostics()}
        assert editor.registered

    play(scene)


def test_a_broken_configuration_is_said_once_and_can_be_mended(play: Callable[..., None]) -> None:
    async def scene(editor: Editor) -> None:
        config = editor.folder / "newslint.toml"
        config.write_text("ignroe = []\n")
        assert await editor.open("a.txt", SPUN) == []
        editor.type("a.txt", SPUN + "\n", 2)
        assert await editor.diagnostics() == []
        assert len(editor.messages) == 1
        assert "did you mean 'ignore'" in editor.messages[0]
        assert await editor.actions("a.txt", EVERYTHING) == []
        config.write_text("ignore = []\n")
        editor.type("a.txt", SPUN, 3)
        assert await editor.diagnostics()

    play(scene)


def test_markdown_is_known_by_its_language_and_code_is_left_alone(play: Callable[..., None]) -> None:
    async def scene(editor: Editor) -> None:
        text = "# News\n\n```\nfight once morest terror\n```\n\nThey fight once morest terror.\n"
        item = types.TextDocumentItem("untitled:Untitled-1", "markdown", 1, text)
        editor.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        found = await editor.diagnostics()
        assert [item.range.start.line for item in found if item.code == "artifact.impossible-word"] == [6]

    play(scene)


def test_a_text_full_of_findings_gets_a_bounded_number(play: Callable[..., None]) -> None:
    async def scene(editor: Editor) -> None:
        found = await editor.open("a.txt", "They fight once morest terror.\n\n" * 600)
        assert len(found) == 401
        assert "201 more findings" in found[-1].message  # with the empty line at the end

    play(scene)


def test_odd_texts_are_answered(play: Callable[..., None]) -> None:
    async def scene(editor: Editor) -> None:
        texts = ["", "\n", "\r\n\r\n", "\ufeff", "a\u2028b\u2029c following they met.\r", "😀", "\0"]
        for number, text in enumerate(texts):
            await editor.open(f"{number}.txt", text)
            await editor.actions(f"{number}.txt", EVERYTHING)

    play(scene)


def test_without_its_library_the_server_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from lint.cli import main

    for name in [name for name in sys.modules if name.startswith("lint.server")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pygls", None)
    monkeypatch.setitem(sys.modules, "pygls.lsp.server", None)
    assert main(["server"]) == 2
    assert "install newslint[server]" in capsys.readouterr().err


def framed(content: bytes) -> bytes:
    return b"Content-Length: %d\r\n\r\n%s" % (len(content), content)


def request(number: int, method: str, params: Any) -> bytes:
    return framed(json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params}).encode())


def notice(method: str, params: Any) -> bytes:
    return framed(json.dumps({"jsonrpc": "2.0", "method": method, "params": params}).encode())


def test_malformed_messages_are_survived(tmp_path: Path) -> None:
    uri = (tmp_path / "a.txt").as_uri()
    position = {"textDocument": {"uri": uri}, "position": {"line": 10**9, "character": 10**9}}
    talk = [
        request(1, "initialize", {"processId": None, "rootUri": None, "capabilities": {}}),
        framed(b"{not json"),
        framed(b"\xff\xfe"),
        framed(b"[]"),
        framed(b'{"jsonrpc": "2.0", "method": 7}'),
        request(2, "textDocument/hover", {"wrong": True}),
        request(3, "newslint/no-such-method", {}),
        request(4, "textDocument/hover", position),
        notice("textDocument/didChange", {"textDocument": 3}),
        notice("textDocument/didClose", {"textDocument": {"uri": uri}}),
        request(5, "shutdown", None),
        framed(b'{"jsonrpc": "2.0", "method": "exit"}'),
    ]  # fmt: skip
    command = [sys.executable, "-m", "lint", "server"]
    result = subprocess.run(command, input=b"".join(talk), capture_output=True, timeout=60, check=False)
    assert result.returncode == 0, result.stderr[-800:]
    assert b"Traceback" not in result.stderr
    assert result.stderr.count(b"\n") == result.stderr.count(b"newslint: ") > 3
    answers = [json.loads(part.partition(b"\r\n\r\n")[2]) for part in split(result.stdout)]
    by_id = {answer["id"]: answer for answer in answers if answer.get("id") is not None}
    assert "error" in by_id[3]
    assert "result" in by_id[4]
    assert "result" in by_id[5]


def split(data: bytes) -> list[bytes]:
    """Return the messages of a stream, each with its head."""
    parts = []
    while data:
        head, _, rest = data.partition(b"\r\n\r\n")
        length = int(next(line for line in head.split(b"\r\n") if line.startswith(b"Content-Length")).split(b":")[1])
        parts.append(head + b"\r\n\r\n" + rest[:length])
        data = rest[length:]
    return parts
