"""Drives `hearsay top` in a terminal of its own: terminal.py COMMAND ARG...

Exits with 0 if all went well, otherwise with 1 and the content of the screen.
"""
import fcntl
import os
import pty
import re
import select
import struct
import sys
import termios
import time

LIMIT = 60.0
ESC = b"\x1b["


def resize(fd, rows, columns):
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def fail(why, seen):
    sys.stdout.write("%s\n%s\n" % (why, seen.decode("utf-8", "replace")[-4000:]))
    os.kill(pid, 9)
    sys.exit(1)


class Screen:
    """What the command has written, and its last complete frame."""

    def __init__(self, fd):
        self.fd = fd
        self.seen = b""

    def read(self, seconds):
        ready, _, _ = select.select([self.fd], [], [], seconds)
        if not ready:
            return True
        try:
            got = os.read(self.fd, 65536)
        except OSError:
            return False
        self.seen += got
        return bool(got)

    def pictures(self):
        return self.seen.split(ESC + b"H")[1:-1]

    def wait(self, what, holds):
        """Waits for a frame that begins from now on."""
        first = len(self.pictures()) + 1
        end = time.monotonic() + LIMIT
        while time.monotonic() < end:
            if any(holds(p) for p in self.pictures()[first:]):
                return
            if not self.read(0.2):
                break
        fail("no " + what, self.seen)

    def until(self, text):
        end = time.monotonic() + LIMIT
        while text not in self.seen and time.monotonic() < end:
            if not self.read(0.2):
                break
        if text not in self.seen:
            fail("no %r" % text, self.seen)


def fits(rows, columns):
    def test(picture):
        lines = re.sub(rb"\x1b\[[0-9;?]*[A-Za-z]", b"", picture).decode("utf-8").replace("\r", "").split("\n")
        return len(lines) == rows and max(len(line) for line in lines) <= columns

    return test


pid, master = pty.fork()
if pid == 0:
    resize(0, 30, 160)
    os.execvp(sys.argv[1], sys.argv[1:])

before = termios.tcgetattr(master)
screen = Screen(master)
screen.until(b"SERVERS (2)")
screen.wait("whole picture", fits(30, 160))

os.write(master, b"s")
screen.wait("order by state", lambda p: b"now state" in p)

for rows, columns in ((10, 40), (3, 20), (60, 200), (24, 80), (1, 1), (40, 160)):
    resize(master, rows, columns)
    screen.wait("picture of %d x %d" % (rows, columns), fits(rows, columns))

os.write(master, b"/")
screen.wait("question for a filter", lambda p: b"filter: _" in p)
os.write(master, b"web1\r")
screen.wait(
    "filtered list",
    lambda p: b"SERVERS (1 of 2)" in p and b"10.0.0.1" in p and b"10.0.0.2" not in p,
)
os.write(master, b"\x1b[B\x1b[A\x1b[5~")
os.write(master, b"\x1b")
screen.wait("whole list", lambda p: b"SERVERS (2)" in p)

os.write(master, b"q")
while screen.read(LIMIT):
    pass
_, status = os.waitpid(pid, 0)
if status != 0:
    fail("ended with %d" % status, screen.seen)
if not screen.seen.rstrip().endswith(ESC + b"?1049l"):
    fail("the screen is not given back", screen.seen)
if termios.tcgetattr(master)[:4] != before[:4]:
    fail("the terminal is not as it was", screen.seen)
