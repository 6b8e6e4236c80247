"""The language server: it keeps the state of the open texts, and answers from it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from urllib.parse import unquote

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path
from pygls.workspace import TextDocument

from lint.engine import UnsettledError
from lint.server.actions import KINDS, actions
from lint.server.analysis import Analysis, analyzed, named
from lint.server.diagnostics import diagnostics, hover
from lint.server.settings import SETTINGS_ERRORS, Settings
from lint.version import __version__

PAUSE = 0.15
"""Seconds without a keystroke after which a text is checked."""

_WATCHED = ("**/*.toml", "**/newslint-ignore.jsonl", "**/newslint-baseline.json")


class Server(LanguageServer):
    """A language server with the analyses of the open texts, by address."""

    def __init__(self) -> None:
        super().__init__("newslint", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full)
        self.settings = Settings()
        self.analyses: dict[str, Analysis] = {}
        self.pending: dict[str, asyncio.Task[None]] = {}
        self.complaint = ""

    def opened(self, uri: str) -> TextDocument | None:
        """Return an open text; the workspace keeps them by their unquoted addresses."""
        found: TextDocument | None = self.workspace.text_documents.get(unquote(uri))
        return found

    async def analysis(self, uri: str) -> Analysis | None:
        """Return the analysis of a text as it stands now; None where it is not open, or its settings do not allow one."""
        document = self.opened(uri)
        if document is None:
            return None
        known = self.analyses.get(uri)
        if known and known.version == document.version and known.cleaned.original == document.source:
            return known
        name = named(to_fs_path(uri), document.language_id or "")
        encoding = self.workspace.position_encoding or types.PositionEncodingKind.Utf16
        unit = encoding.value if isinstance(encoding, types.PositionEncodingKind) else encoding
        try:
            linter = self.settings.linter(Path(name))
            if linter is None:
                return None
            made = await asyncio.to_thread(analyzed, document.source, name, linter, document.version, unit)
        except (UnsettledError, *SETTINGS_ERRORS) as error:
            self.complain(str(error))
            return None
        self.complaint = ""
        self.analyses[uri] = made
        return made

    def complain(self, message: str) -> None:
        """Show a message, once until something else happens."""
        if message != self.complaint:
            self.complaint = message
            self.window_show_message(types.ShowMessageParams(types.MessageType.Error, f"newslint: {message}"))

    def check(self, uri: str, pause: float = 0.0) -> None:
        """Check a text after a pause; a check that still waits is forgotten."""
        waiting = self.pending.pop(uri, None)
        if waiting:
            waiting.cancel()
        self.pending[uri] = asyncio.get_running_loop().create_task(self._check(uri, pause))

    async def _check(self, uri: str, pause: float) -> None:
        await asyncio.sleep(pause)
        made = await self.analysis(uri)
        document = self.opened(uri)
        if document is None or (made and made.version != document.version):
            return
        found = diagnostics(made) if made else []
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, found, document.version))

    def check_all(self) -> None:
        """Check every open text again, because the settings may have changed."""
        self.settings.forget()
        self.analyses.clear()
        for document in list(self.workspace.text_documents.values()):
            self.check(document.uri)

    def close(self, uri: str) -> None:
        """Forget a text, and take its diagnostics back."""
        waiting = self.pending.pop(uri, None)
        if waiting:
            waiting.cancel()
        self.analyses.pop(uri, None)
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))


def server() -> Server:
    """Return a server that answers for all its features."""
    made = Server()

    @made.feature(types.INITIALIZED)
    def initialized(ls: Server, _: types.InitializedParams) -> None:
        workspace = ls.client_capabilities.workspace
        watched = workspace.did_change_watched_files if workspace else None
        if watched and watched.dynamic_registration:
            options = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(p) for p in _WATCHED])
            method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
            ls.client_register_capability(
                types.RegistrationParams([types.Registration("newslint-watch", method, options)])
            )

    @made.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(ls: Server, params: types.DidOpenTextDocumentParams) -> None:
        ls.check(params.text_document.uri)

    @made.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(ls: Server, params: types.DidChangeTextDocumentParams) -> None:
        ls.check(params.text_document.uri, PAUSE)

    @made.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(ls: Server, params: types.DidSaveTextDocumentParams) -> None:
        ls.check(params.text_document.uri)

    @made.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(ls: Server, params: types.DidCloseTextDocumentParams) -> None:
        ls.close(params.text_document.uri)

    @made.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def files_changed(ls: Server, _: types.DidChangeWatchedFilesParams) -> None:
        ls.check_all()

    @made.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions([*KINDS]))
    async def code_actions(ls: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
        uri = params.text_document.uri
        analysis = await ls.analysis(uri)
        return list(actions(analysis, uri, params)) if analysis else []

    @made.feature(types.TEXT_DOCUMENT_HOVER)
    async def hovered(ls: Server, params: types.HoverParams) -> types.Hover | None:
        analysis = await ls.analysis(params.text_document.uri)
        return hover(analysis, params.position) if analysis else None

    return made
