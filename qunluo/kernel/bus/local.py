"""Between processes of one machine: each listener has a datagram socket in a shared folder.

There is no broker to start first or to lose: a sender writes to every socket it finds.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import logging
import os
import secrets
import socket
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)

LONGEST_ADDRESS = 100  # the kernel allows 107 bytes
BIGGEST = 120_000
WAIT_SECONDS = 0.5
GONE = {errno.ECONNREFUSED, errno.ENOENT, errno.ENOTSOCK}


def folder() -> Path:
    """Where the sockets are: in the home folder, or in a private temporary one if it is too deep."""
    wanted: Path = settings.HOME / "bus"
    if len(str(wanted)) + 20 <= LONGEST_ADDRESS:
        return wanted
    mark = hashlib.sha256(str(wanted).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"qunluo-{os.getuid()}-{mark}"


class LocalLine:
    def __init__(self) -> None:
        self._folder = folder()
        self._own: Path | None = None
        self._socket: socket.socket | None = None
        self._thread: threading.Thread | None = None

    def send(self, packet: bytes) -> None:
        if len(packet) > BIGGEST:
            raise OSError(errno.EMSGSIZE, "too big for the bus")
        for address in self._others():
            self._send_to(address, packet)

    def _others(self) -> list[Path]:
        try:
            found = list(self._folder.iterdir())
        except OSError:
            return []
        return [path for path in found if path != self._own and path.suffix == ".sock"]

    def _send_to(self, address: Path, packet: bytes) -> None:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            sender.settimeout(WAIT_SECONDS)
            try:
                sender.sendto(packet, str(address))
            except TimeoutError:
                log.warning("a process does not empty its post box", extra={"box": address.name})
            except OSError as error:
                if error.errno not in GONE:
                    raise
                with contextlib.suppress(OSError):  # its owner died without taking it along
                    address.unlink()

    def open(self, receive: Callable[[bytes], None], gap: Callable[[], None]) -> None:
        try:
            self._bind()
        except OSError:
            log.warning("no local bus here; changes are found by looking", exc_info=True)
            return
        self._thread = threading.Thread(target=self._read, args=(receive,), daemon=True, name="bus")
        self._thread.start()

    def _bind(self) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self._folder.stat().st_uid != os.getuid():
            raise PermissionError(errno.EPERM, "the bus folder belongs to somebody else")
        address = self._folder / f"{secrets.token_hex(5)}.sock"
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1_000_000)
        self._socket.bind(str(address))
        self._own = address

    def _read(self, receive: Callable[[bytes], None]) -> None:
        mine = self._socket
        while mine is not None and self._socket is mine:
            try:
                packet = mine.recv(BIGGEST + 1)
            except OSError:
                return
            if packet:
                receive(packet)

    def close(self) -> None:
        ended, self._socket = self._socket, None
        if ended is None or self._own is None:
            return
        with contextlib.suppress(OSError):
            ended.shutdown(socket.SHUT_RDWR)
        ended.close()
        self._own.unlink(missing_ok=True)
        self._own = None
