"""Run the server: one process, one port, the loop and the parser written in C (ADR 0010)."""

from __future__ import annotations

import logging
import socket

import uvicorn

log = logging.getLogger(__name__)

GRACE_SECONDS = 8
WAITING_CONNECTIONS = 2048
MOST_MESSAGE_BYTES = 64_000


def serve(host: str, port: int) -> None:
    """Answer on an address until SIGTERM or SIGINT; open requests are finished first."""
    raise_file_limit()
    config = uvicorn.Config(
        "qunluo.site.asgi:application",
        host=host,
        port=port,
        loop="auto",
        http="httptools",
        ws="wsproto",
        ws_max_size=MOST_MESSAGE_BYTES,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        backlog=WAITING_CONNECTIONS,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    uvicorn.Server(config).run()


def raise_file_limit() -> None:
    """Every open page holds a file descriptor: take as many as the system gives without asking."""
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def free_port(host: str, wanted: int, tries: int = 50) -> int:
    """The wanted port, or the next one that nobody has."""
    for port in range(wanted, wanted + tries):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind((host, port))
            except OSError:
                continue
            return port
    raise SystemExit(f"no free port from {wanted} to {wanted + tries - 1}")
