"""Keeps tests off the network: no connection, no name to look up, no port but those that a test is about.

Python imports a module of this name when it starts, so processes that tests start obey as well. NEWSLINT_SOCKETS says
what is allowed: "none", "loopback" or "any".
"""

import os
import sys

_OUTWARD = ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind")
_LOOKUPS = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo")
_LOOPBACK = ("127.", "::1", "localhost")


def watch(event: str, arguments: tuple[object, ...]) -> None:
    """Raise an error for what reaches out, unless that is allowed."""
    if not event.startswith("socket."):
        return
    allowed = os.environ.get("NEWSLINT_SOCKETS", "none")
    if allowed == "any":
        return
    if event in _OUTWARD:
        address = arguments[1]
        if not isinstance(address, tuple):  # a socket in the file system
            return
        _check(event, str(address[0]), allowed)
    elif event in _LOOKUPS:
        _check(event, str(arguments[0]), allowed)


def _check(event: str, host: str, allowed: str) -> None:
    if allowed == "none" or not host.startswith(_LOOPBACK):
        raise RuntimeError(f"{event} to {host!r}: tests do without the network; mark those about servers with `server`")


sys.addaudithook(watch)
