"""A shortcut to a board's socket: a frame that was packed once is written as it is."""

from collections.abc import Callable
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.protocol import OPEN


def shortcut(receive: Any) -> Callable[[bytes], bool] | None:
    """Give what writes a packed frame to the connection behind an ASGI `receive`; None for another server.

    It tells False where the socket would not take the frame now, or is closing; ASGI's `send` then waits, or
    says why. Packing a frame anew for each board is most of what a thousand boards cost, and without
    compression it comes out the same.
    """
    server = getattr(receive, "__self__", None)
    if not isinstance(server, WebSocketsSansIOProtocol) or server.conn.extensions:
        return None
    conn, transport, may_write = server.conn, server.transport, server.writable.is_set

    def write(frame: bytes) -> bool:
        if conn.state is not OPEN or server.close_sent or not may_write() or transport.is_closing():
            return False
        transport.write(frame)
        return True

    return write
