"""Serve the page: take the port, guard every reply with headers, keep everything on this machine."""

from __future__ import annotations

import errno
import socket
from collections.abc import Awaitable, Callable
from functools import partial

import gradio as gr
import uvicorn
from fastapi import FastAPI, Request, Response

from assistant.logins import Logins
from assistant.web import page, theme
from assistant.web.context import Context
from assistant.web.words import language
from corpus.errors import BadSettings

WELCOME = "请用管理员给的名字和密码登录。密码连续错五次，要等一分钟再试。"
HOST, PORT = "127.0.0.1", 7860
SAY = partial(print, flush=True)  # at once, also where the output goes to a file
# Gradio makes functions out of text and styles out of script, hence the two unsafe words; nothing may come from elsewhere.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def serve(
    context: Context,
    host: str = HOST,
    port: int = PORT,
    announce: Callable[[str], None] = SAY,
    logins: Logins | None = None,
) -> None:
    """Serve the page until the process is stopped; ``announce`` is told its address once it answers.

    Raises ``BadSettings`` with the remedy where host or port can't be used.
    """
    with listen(host, port) as taken:
        # Requests are not logged: an address may one day carry a question.
        config = uvicorn.Config(
            application(context, logins), log_level="warning", access_log=False, timeout_graceful_shutdown=3
        )
        _Server(config, lambda: announce(f"页面已就绪：{address(taken)}（按 Ctrl+C 停止）")).run(sockets=[taken])


def application(context: Context, logins: Logins | None = None) -> FastAPI:
    """The page as a web application: Gradio mounted at the root, with our headers on every reply.

    With ``logins`` nothing of it is seen before a name and its password were given.
    """
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @app.middleware("http")
    async def guard(request: Request, call: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await call(request)
        response.headers.update(HEADERS)
        return response

    built = page.build(context).queue(default_concurrency_limit=4, max_size=256)
    mounted: FastAPI = gr.mount_gradio_app(
        app,
        built,
        path="/",
        auth=logins.check if logins else None,
        auth_message=WELCOME if logins else None,
        theme=theme.theme(),
        css=theme.style(),
        head=theme.head(),
        i18n=language(),
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        ssr_mode=False,
        max_file_size="60mb",
        app_kwargs={"openapi_url": None, "docs_url": None, "redoc_url": None},
    )
    return mounted


def listen(host: str, port: int) -> socket.socket:
    """A socket bound to host and port; raises ``BadSettings`` saying what to do where that can't be.

    Port 0 takes any free one.
    """
    if not 0 <= port <= 65535:
        raise BadSettings(f"端口 {port} 不存在，请用 --port 指定 1 到 65535 之间的数。")
    taken = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
    except OSError as error:
        taken.close()
        raise BadSettings(_why_not(error, host, port)) from error
    return taken


def only_here(host: str) -> bool:
    """Whether a page at this address is seen from this machine alone: 127.0.0.1 yes, 0.0.0.0 no."""
    return host in ("localhost", "::1") or host.startswith("127.")


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"端口 {port} 已被占用，页面没有启动。请换一个端口，例如 --port {_another(port)}，或先停止占用它的程序。"
    if error.errno == errno.EACCES:
        return f"没有权限使用端口 {port}，页面没有启动。请换一个 1024 以上的端口，例如 --port {PORT}。"
    return f"不能在地址“{host}”上启动页面（{error.strerror or error}）。请检查 --host，只在本机使用时写 127.0.0.1。"


def _another(port: int) -> int:
    return port + 1 if port < 65535 else PORT


def address(taken: socket.socket) -> str:
    """Where a browser on this machine finds the page: http://127.0.0.1:7860."""
    host, port = taken.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}"


class _Server(uvicorn.Server):
    """A server that says when it is ready rather than when it begins to start."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            self._ready()
