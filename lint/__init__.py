"""newslint finds and repairs what scraping, spinning and machine translation did to news articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lint.version import __version__

__all__ = ["Cleaned", "Finding", "Linter", "__version__", "check", "clean"]

if TYPE_CHECKING:
    from lint.linter import Cleaned, Linter, check, clean
    from lint.rule import Finding


def __getattr__(name: str) -> Any:
    """Import the public names when they are first used, so that `newslint --version` stays instant."""
    if name == "Finding":
        from lint import rule

        return rule.Finding
    if name in __all__:
        from lint import linter

        return getattr(linter, name)
    raise AttributeError(f"module 'lint' has no attribute '{name}'")
