"""Run the server: one process, one port, the loop and the parser written in C (ADR 0010)."""

from __future__ import annotations

import logging

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
