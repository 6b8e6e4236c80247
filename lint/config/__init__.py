"""What a user wants of a run: which rules, how severe, how safe; read from files, the closest one for each article."""

from lint.config.files import FILES, ConfigError, find
from lint.config.resolver import Configs, load
from lint.config.settings import Config, Selection

__all__ = ["FILES", "Config", "ConfigError", "Configs", "Selection", "find", "load"]
