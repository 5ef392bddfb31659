"""A WebSocket client (RFC 6455) on the standard library: text messages, control frames, no extensions."""

import base64
import hashlib
import os
import socket
import ssl
import struct
import urllib.parse

GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA


class Refused(Exception):
    """The server answered the handshake with an HTTP status other than 101."""

    def __init__(self, status, body):
        super().__init__(f"handshake refused with {status}")
        self.status = status
        self.body = body


class Closed(Exception):
    """The connection has ended; `code` is 1006 when no close frame came."""

    def __init__(self, code, reason=""):
        super().__init__(f"closed with {code} {reason}")
        self.code = code
        self.reason = reason


class WebSocket:
    """One connection. `receive` raises TimeoutError when nothing came in time, and Closed once it has ended."""

    def __init__(self, url, protocols=(), headers=None, timeout=10):
        parts = urllib.parse.urlsplit(url)
        secure = parts.scheme in ("wss", "https")
        port = parts.port or (443 if secure else 80)
        self._buffer = b""
        self._fragments = []
        self.pongs = []
        self._socket = socket.create_connection((parts.hostname, port), timeout)
        if secure:
            self._socket = ssl.create_default_context().wrap_socket(self._socket, server_hostname=parts.hostname)
        try:
            self.protocol = self._shake_hands(parts, list(protocols), headers or {})
        except BaseException:
            self._socket.close()
            raise

    def _shake_hands(self, parts, protocols, headers):
        key = base64.b64encode(os.urandom(16)).decode()
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        lines = [f"GET {target} HTTP/1.1", f"Host: {parts.netloc}", "Upgrade: websocket", "Connection: Upgrade",
                 f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13"]
        if protocols:
            lines.append("Sec-WebSocket-Protocol: " + ", ".join(protocols))
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self._socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        while b"\r\n\r\n" not in self._buffer:
            self._fill()
        head, self._buffer = self._buffer.split(b"\r\n\r\n", 1)
        status_line, *rows = head.decode("latin-1").split("\r\n")
        status = int(status_line.split(" ")[1])
        fields = {name.strip().lower(): value.strip() for name, value in (row.split(":", 1) for row in rows)}
        if status != 101:
            length = int(fields.get("content-length", "0"))
            while len(self._buffer) < length:
                self._fill()
            raise Refused(status, self._buffer[:length].decode("utf-8", "replace"))
        accept = base64.b64encode(hashlib.sha1((key + GUID).encode()).digest()).decode()
        if fields.get("sec-websocket-accept") != accept:
            raise Refused(status, "the handshake was not accepted by the rules")
        return fields.get("sec-websocket-protocol")

    def _fill(self):
        try:
            chunk = self._socket.recv(65536)
        except (ConnectionError, OSError) as error:
            if isinstance(error, TimeoutError):
                raise
            raise Closed(1006) from error
        if not chunk:
            raise Closed(1006)
        self._buffer += chunk

    def _frame(self):
        """The next whole frame; what has come of it stays in the buffer when the time runs out."""
        while True:
            frame = self._parse()
            if frame:
                return frame
            self._fill()

    def _parse(self):
        data = self._buffer
        if len(data) < 2:
            return None
        length, at = data[1] & 0x7F, 2
        if length in (126, 127):
            size = 2 if length == 126 else 8
            if len(data) < at + size:
                return None
            length, at = int.from_bytes(data[at:at + size], "big"), at + size
        if data[1] & 0x80 or data[0] & 0x70:
            raise Closed(1002, "a server frame is masked or uses an extension that was not agreed")
        if len(data) < at + length:
            return None
        self._buffer = data[at + length:]
        return bool(data[0] & 0x80), data[0] & 0x0F, data[at:at + length]

    def receive(self, timeout):
        """The next text message."""
        self._socket.settimeout(max(timeout, 0.001))
        while True:
            final, opcode, payload = self._frame()
            if opcode == PING:
                self.write(PONG, payload)
            elif opcode == PONG:
                self.pongs.append(payload)
            elif opcode == CLOSE:
                code = struct.unpack("!H", payload[:2])[0] if len(payload) >= 2 else 1005
                try:
                    self.write(CLOSE, payload[:2])
                except OSError:
                    pass
                self._socket.close()
                raise Closed(code, payload[2:].decode("utf-8", "replace"))
            elif opcode in (TEXT, CONTINUATION):
                self._fragments.append(payload)
                if final:
                    message = b"".join(self._fragments)
                    self._fragments = []
                    return message.decode("utf-8")
            elif opcode == BINARY:
                raise Closed(1003, "a binary message")

    def write(self, opcode, payload):
        """Sends one frame, masked as clients must."""
        mask = os.urandom(4)
        size = len(payload)
        if size < 126:
            head = struct.pack("!BB", 0x80 | opcode, 0x80 | size)
        elif size < 65536:
            head = struct.pack("!BBH", 0x80 | opcode, 0xFE, size)
        else:
            head = struct.pack("!BBQ", 0x80 | opcode, 0xFF, size)
        stream = (mask * (size // 4 + 1))[:size]
        masked = (int.from_bytes(payload, "big") ^ int.from_bytes(stream, "big")).to_bytes(size, "big")
        self._socket.settimeout(10)
        self._socket.sendall(head + mask + masked)

    def send(self, text):
        self.write(TEXT, text.encode("utf-8"))

    def close(self, code=1000):
        """Says goodbye; does not wait for the answer."""
        try:
            self.write(CLOSE, struct.pack("!H", code))
        except OSError:
            pass
        self._socket.close()

    def drop(self):
        """Breaks the connection without a word, as networks do."""
        self._socket.close()
