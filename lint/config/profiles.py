"""The profiles: settings to start from, for four ways to use newslint."""

from __future__ import annotations

from collections.abc import Mapping

from lint.config.settings import Table

PROFILES: Mapping[str, Table] = {
    "news": {},
    "strict": {"extend-select": ["readability"], "fail-on": "info", "review-at": 0.1, "reject-at": 0.6},
    "batch": {"fail-on": "never", "most-removed": 0.85},
    "hook": {"ignore": ["readability", "privacy"], "fail-on": "error"},
}
"""`news` is the default. `strict` is for a desk that publishes: readability as well, and even a remark fails.

`batch` is for a crawl: findings are no failure, and pages may be mostly furniture. `hook` stops a commit only for
errors."""
