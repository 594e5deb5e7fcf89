"""Counts visits in redis, over a plain socket: no package beside Python's own library."""

import os
import socket
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

REDIS = (os.environ.get("REDIS_HOST", "redis"), 6379)


def redis(command):
    with socket.create_connection(REDIS, timeout=3) as connection:
        connection.sendall(f"{command}\r\n".encode())
        return connection.recv(64).split(b"\r\n")[0][1:].decode()


class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/":
            self.answer(f"visits: {redis('INCR visits')}\n")
        elif self.path == "/health":
            self.answer(f"redis says {redis('PING')}\n")
        else:
            self.send_error(404)

    def answer(self, text):
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    print("listening on port 8000")
    try:
        ThreadingHTTPServer(("", 8000), Page).serve_forever()
    except KeyboardInterrupt:
        print("stopped")
