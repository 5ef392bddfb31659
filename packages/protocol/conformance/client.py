"""A small Palaver client, written from PROTOCOL.md alone. One thread: whoever waits for something pumps the frames."""

import json
import os
import random
import time
import urllib.error
import urllib.request
import uuid

from conversation import Conversation
from websocket import Closed, WebSocket

SUBPROTOCOL = "palaver.v1"
ACTIONS = {4400: "fatal", 4401: "refresh", 4403: "fatal", 4406: "fatal", 4408: "resume", 4413: "fatal", 4423: "fatal", 4429: "backoff",
           4500: "resume", 4503: "resume", 4508: "resume", 1002: "fatal", 1003: "fatal", 1007: "fatal", 1009: "fatal"}


def after_close(code):
    """CLOSE-1."""
    return ACTIONS.get(code, "resume")


def wait_before(attempt):
    """CLOSE-2, in seconds."""
    return random.uniform(0, min(20, 0.5 * 2 ** attempt))


def uuid7():
    """RFC 9562: milliseconds, then random bits."""
    value = int.from_bytes((int(time.time() * 1000) << 80).to_bytes(16, "big"), "big") | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    return str(uuid.UUID(int=value & ~(0x3 << 62) | 0x2 << 62))


class Refusal(Exception):
    """An error object of the server (ERR-1)."""

    def __init__(self, body):
        super().__init__(f"{body['code']}: {body['message']}")
        self.code, self.retryable, self.body = body["code"], body["retryable"], body


class Client:
    def __init__(self, url, token):
        self.url = url.rstrip("/")
        self.token = token
        self.socket = None
        self.hello = None
        self.user_id = None
        self.lineage = None
        self.user_revision = 0
        self.memberships = {}
        self.conversations = {}
        self.passive = set()
        self.outbox = []
        self.frames = []
        self.gaps = 0
        self.deaf_to = lambda frame: False
        self._answers = {}
        self._last_id = 0
        self._live = False

    # The connection.

    def connect(self):
        """Section 3, from the handshake to `live`."""
        self.socket = WebSocket(self.url.replace("http", "ws", 1) + "/v1/socket", [SUBPROTOCOL])
        self.hello, self._live, self._answers, self.frames = None, False, {}, []
        self.passive = set()
        self.until(lambda: self.hello)
        if self.hello["protocol"].split(".")[0] != "1":
            raise Closed(4406, "another major version")
        self.user_id = None
        self.send({"t": "auth", "token": self.token})
        self.until(lambda: self.user_id)
        self.resume()
        self.until(lambda: self._live)
        self._pull_what_is_missing()
        self._drain_outbox()

    def resume(self):
        """SYNC-1 to SYNC-3: at most 1,000 cursors a frame."""
        if self.lineage is not None and self.lineage != self.hello["lineage"]:
            self._forget_everything()
        cursors = [each.cursor() for each in self.conversations.values()]
        pages = [cursors[at:at + 1000] for at in range(0, len(cursors), 1000)] or [[]]
        for number, page in enumerate(pages):
            frame = {"t": "resume", "conversations": page}
            if self.lineage is not None:
                frame["lineage"] = self.lineage
            if number == 0:
                frame["userRevision"] = self.user_revision
            if number < len(pages) - 1:
                frame["more"] = True
            self.send(frame)
        self.lineage = self.hello["lineage"]

    def _forget_everything(self):
        """SYNC-7: the copies and cursors go, the outbox stays."""
        self.conversations, self.memberships, self.user_revision, self.lineage = {}, {}, 0, None

    def send(self, frame):
        self.socket.send(json.dumps(frame, ensure_ascii=False))

    def close(self):
        self.socket.close()

    def until(self, done, timeout=10):
        """Takes frames until something is so; raises TimeoutError when it does not become so."""
        end = time.monotonic() + timeout
        while not done():
            left = end - time.monotonic()
            if left <= 0:
                raise TimeoutError("it did not become so in time")
            try:
                self.take(json.loads(self.socket.receive(left)))
            except TimeoutError:
                continue
        return done()

    def listen(self, seconds):
        """Takes whatever comes for a while."""
        try:
            self.until(lambda: False, seconds)
        except TimeoutError:
            pass

    def closing(self, timeout=10):
        """The code that the server closes with."""
        try:
            self.until(lambda: False, timeout)
        except Closed as closed:
            return closed.code

    # Frames.

    def take(self, frame):
        self.frames.append(frame)
        if self.deaf_to(frame):
            return
        # CONN-6: an unknown kind has no method here, so nothing happens.
        handler = getattr(self, f"_on_{frame.get('t')}", None)
        if handler:
            handler(frame)

    def _on_hello(self, frame):
        self.hello = frame

    def _on_authed(self, frame):
        self.user_id, self.expires_at = frame["userId"], frame["expiresAt"]

    def _on_live(self, _frame):
        self._live = True

    def _on_ok(self, frame):
        self._answers[frame["id"]] = frame

    def _on_err(self, frame):
        if "id" in frame:
            self._answers[frame["id"]] = frame

    def _on_sync(self, frame):
        if frame.get("reset"):
            self._forget_everything()
            self.lineage = self.hello["lineage"]
        if "user" in frame:
            self._take_user(frame["user"])
        for conversation_id in frame.get("gone", []):
            self.drop(conversation_id)
        self.passive |= set(frame.get("passive", []))
        for each in frame["conversations"]:
            copy = self.conversations.setdefault(each["id"], Conversation(each["id"]))
            copy.take_head(each["head"])
            if "changes" in each:
                copy.take_changes(each["changes"])
            if "marks" in each:
                copy.take_marks(each["marks"])
                copy.marks_revision = max(copy.marks_revision, each["marks"]["marksRevision"])

    def _take_user(self, changes):
        for membership in changes["memberships"]:
            self._take_membership(membership)
        self.user_revision = changes["upTo"] if changes.get("reset") else max(self.user_revision, changes["upTo"])
        self._user_more = bool(changes.get("more"))

    def _take_membership(self, membership):
        conversation_id = membership["conversationId"]
        held = self.memberships.get(conversation_id)
        if held and held["revision"] >= membership["revision"]:
            return
        self.memberships[conversation_id] = membership
        if membership["state"] != "active":
            self.drop(conversation_id)

    def drop(self, conversation_id):
        """SYNC-8, EVT-3: the copy, its cursor and what waits to be sent there."""
        self.conversations.pop(conversation_id, None)
        self.outbox = [each for each in self.outbox if each["conversationId"] != conversation_id]

    def _on_evt(self, frame):
        if frame["scope"] == "user":
            if frame["revision"] <= self.user_revision:
                return
            if frame["after"] > self.user_revision:
                self.gaps += 1
                return
            for membership in frame["payload"].get("memberships", []):
                self._take_membership(membership)
            self.user_revision = frame["revision"]
        elif frame["scope"] == "conversation" and frame["id"] in self.conversations:
            if self.conversations[frame["id"]].take_event(frame) == "gap":
                self.gaps += 1

    def _on_eph(self, frame):
        if frame["name"] == "marks.moved" and frame["payload"]["conversationId"] in self.conversations:
            self.conversations[frame["payload"]["conversationId"]].take_marks(frame["payload"])

    def _on_head(self, frame):
        for head in frame["heads"]:
            if head["id"] in self.conversations:
                self.conversations[head["id"]].take_head(head)

    def _on_ping(self, frame):
        self.send({"t": "pong"})
        for conversation_id, revision, _marks in frame.get("heads", []):
            copy = self.conversations.get(conversation_id)
            if copy and revision > copy.revision:
                self.gaps += 1

    # Commands.

    def run(self, command, /, **given):
        return self.exchange(command, given)["output"]

    def exchange(self, name, given, timeout=10):
        """Runs a command over the socket; the whole `ok` frame, or Refusal."""
        frame_id = self.start(name, given)
        self.until(lambda: frame_id in self._answers, timeout)
        answer = self._answers.pop(frame_id)
        if answer["t"] == "err":
            raise Refusal(answer)
        return answer

    def start(self, name, given):
        self._last_id += 1
        self.send({"t": "cmd", "id": self._last_id, "name": name, "input": given})
        return self._last_id

    def load(self, view):
        """A conversation that is not held yet: the view's head first, then pages, then follow from that head."""
        conversation_id = view["conversation"]["id"]
        copy = self.conversations[conversation_id] = Conversation(conversation_id)
        self._take_membership(view["membership"])
        copy.take_head(view["head"])
        copy.revision = view["head"]["revision"]
        copy.merge({"conversation": view["conversation"]})
        copy.merge({"messages": self.run("message.list", conversationId=conversation_id)["messages"]})
        copy.merge({"members": self.run("member.list", conversationId=conversation_id)["members"]})
        self.send({"t": "follow", "conversations": [copy.cursor()]})
        return copy

    def mend(self, conversation_id):
        """The walk-through of a gap, and of `more`."""
        copy = self.conversations[conversation_id]
        while copy.take_changes(self.run("conversation.changes", conversationId=conversation_id, since=copy.revision)):
            pass

    def mend_user(self):
        self._user_more = True
        while self._user_more:
            self._take_user(self.run("user.changes", since=self.user_revision))

    def _pull_what_is_missing(self):
        for copy in list(self.conversations.values()):
            if copy.head and copy.head["revision"] > copy.revision:
                self.mend(copy.id)

    def write(self, conversation_id, text):
        """Section 6: stored first, sent until it is answered, always the very same."""
        entry = {"conversationId": conversation_id, "clientId": uuid7(), "content": {"kind": "text", "text": text}}
        self.outbox.append(entry)
        return entry

    def _drain_outbox(self):
        while self.outbox:
            self.exchange("message.send", self.outbox[0])
            self.outbox.pop(0)

    def flush(self):
        self._drain_outbox()

    # REST.

    def rest(self, method, path, body=None, headers=None):
        """Status, headers and body of a REST answer (DOOR-1 to DOOR-3)."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, method=method, headers={
            "authorization": f"Bearer {self.token}", **({} if data is None else {"content-type": "application/json"}), **(headers or {})})
        try:
            with urllib.request.urlopen(request, timeout=10) as response:
                return response.status, response.headers, json.loads(response.read() or b"{}")
        except urllib.error.HTTPError as error:
            return error.code, error.headers, json.loads(error.read() or b"{}")
