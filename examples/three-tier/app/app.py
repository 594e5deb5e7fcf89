"""A guest book: POST / adds a line, GET / lists them."""

import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import psycopg2


def connect():
    with open(os.environ["DATABASE_PASSWORD_FILE"], encoding="utf-8") as file:
        password = file.read().strip()
    return psycopg2.connect(host=os.environ["DATABASE_HOST"], dbname="app", user="app", password=password, connect_timeout=3)


def query(text, values=()):
    connection = connect()
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(text, values)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


class GuestBook(BaseHTTPRequestHandler):
    def answer(self, status, text):
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path == "/health":
            query("SELECT 1")
            self.answer(200, "ok\n")
        else:
            rows = query("SELECT text FROM entries ORDER BY id")
            self.answer(200, "".join(f"{text}\n" for (text,) in rows))

    def do_POST(self):
        text = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        query("INSERT INTO entries (text) VALUES (%s)", (text,))
        self.answer(201, "added\n")


if __name__ == "__main__":
    query("CREATE TABLE IF NOT EXISTS entries (id serial PRIMARY KEY, text text NOT NULL)")
    print("listening on port 8000")
    try:
        ThreadingHTTPServer(("", 8000), GuestBook).serve_forever()
    except KeyboardInterrupt:
        print("stopped")
