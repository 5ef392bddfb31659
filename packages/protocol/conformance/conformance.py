"""Asks a running server whether it keeps to PROTOCOL.md, rule by rule.

    python3 conformance.py --url http://localhost:3000 --token <of one person> --token <of another>

Prints a line for each rule and ends with 1 when one is broken. Uses the two people's account: makes conversations between them.
"""

import argparse
import json
import sys
import time
import traceback

from client import SUBPROTOCOL, Client, Refusal, after_close, uuid7, wait_before
from websocket import BINARY, PING, TEXT, Closed, Refused, WebSocket

RULES = []


def rule(*names):
    def register(check):
        RULES.append((names, check))
        return check
    return register


class World:
    """Two people of one server, and a conversation of theirs that every check may use."""

    def __init__(self, url, tokens):
        self.url, self.tokens = url.rstrip("/"), tokens
        self.open = []
        self.group_id = None

    def person(self, number):
        client = Client(self.url, self.tokens[number])
        client.connect()
        self.open.append(client)
        return client

    def both(self):
        """Both, connected, with a fresh group of theirs loaded and followed."""
        ann, bob = self.person(0), self.person(1)
        view = ann.run("conversation.create", clientId=uuid7(), type="group", name="Conformance", memberIds=[bob.user_id])
        group_id = view["conversation"]["id"]
        ann.load(view)
        bob.until(lambda: group_id in bob.memberships)
        bob.load(bob.run("conversation.get", conversationId=group_id))
        for each in (ann, bob):
            # Follow is done in order after what came before it; a command's answer is not (SYNC-4), a second resume is.
            each._live = False
            each.resume()
            each.until(lambda each=each: each._live)
        return ann, bob, group_id

    def socket(self, **options):
        """A bare connection, past `hello`."""
        options.setdefault("protocols", [SUBPROTOCOL])
        bare = WebSocket(self.url.replace("http", "ws", 1) + options.pop("path", "/v1/socket"), **options)
        self.open.append(bare)
        return bare

    def tidy(self):
        for each in self.open:
            try:
                each.close()
            except (OSError, AttributeError):
                pass
        self.open = []


def expect(truth, what):
    if not truth:
        raise AssertionError(what)


def equal(found, wanted, what):
    expect(found == wanted, f"{what}: {found!r} in place of {wanted!r}")


def code_after(bare, *messages):
    """The code that a bare connection is closed with after it was sent something."""
    try:
        for opcode, payload in messages:
            bare.write(opcode, payload)
        while True:
            bare.receive(10)
    except Closed as closed:
        return closed.code


def text_of(frame):
    return TEXT, json.dumps(frame).encode()


def refusal(work):
    try:
        work()
    except Refusal as refused:
        return refused
    raise AssertionError("it was not refused")


@rule("CONN-1", "VER-6")
def subprotocol(world):
    for protocols in ([], ["palaver.v999"]):
        equal(code_after(world.socket(protocols=protocols)), 4406, f"the close code of {protocols}")
    chosen = world.socket(protocols=["palaver.v999", SUBPROTOCOL])
    equal(chosen.protocol, SUBPROTOCOL, "the subprotocol")
    hello = json.loads(chosen.receive(10))
    equal(hello["t"], "hello", "the first frame")
    equal(hello["protocol"].split(".")[0], "1", "the major version")


@rule("CONN-2")
def frames(world):
    for why, message in (("no JSON", (TEXT, b"hello")), ("a list", (TEXT, b"[]")), ("an unknown frame", text_of({"t": "shout"})),
                         ("a field missing", text_of({"t": "auth"})), ("a binary message", (BINARY, b"{}"))):
        equal(code_after(world.socket(), message), 4400, f"the close code of {why}")
    equal(code_after(world.socket(), (TEXT, b"\xff\xfe")), 1007, "the close code of invalid UTF-8")


@rule("CONN-3", "CONN-7")
def handshakes(world):
    for status, options in ((403, {"headers": {"Origin": "https://elsewhere.example"}}), (400, {"path": "/v1/socket?token=x"})):
        try:
            world.socket(**options)
        except Refused as refused:
            equal(refused.status, status, "the status of the handshake")
            expect("code" in json.loads(refused.body), "the body is no error object")
        else:
            raise AssertionError(f"a handshake that should get {status} was taken")


@rule("CONN-4")
def large_frames(world):
    bare = world.socket()
    limit = json.loads(bare.receive(10))["limits"]["maxFrameBytes"]
    equal(code_after(bare, (TEXT, b" " * (limit + 1))), 4413, "the close code")


@rule("CONN-5", "AUTH-1")
def before_authed(world):
    bare = world.socket()
    bare.write(*text_of({"t": "cmd", "id": 1, "name": "person.me", "input": {}}))
    found = [json.loads(bare.receive(10)) for _ in range(2)]
    equal((found[1]["t"], found[1]["id"], found[1]["code"]), ("err", 1, "unauthenticated"), "the answer before auth")
    for frame in ({"t": "resume", "conversations": []}, {"t": "follow", "conversations": []}, {"t": "unfollow", "conversations": []}):
        equal(code_after(world.socket(), text_of(frame)), 4401, f"the close code of an early {frame['t']}")
    equal(code_after(world.socket(), text_of({"t": "auth", "token": "nonsense"})), 4401, "the close code of a bad token")
    at_once = world.socket()
    for frame in ({"t": "auth", "token": world.tokens[0]}, {"t": "resume", "userRevision": 0, "conversations": []},
                  {"t": "cmd", "id": 7, "name": "person.me", "input": {}}):
        at_once.write(*text_of(frame))
    seen = set()
    while not {"hello", "authed", "live", "ok"} <= seen:
        seen.add(json.loads(at_once.receive(10))["t"])


@rule("AUTH-2", "AUTH-3")
def renewing(world):
    ann = world.person(0)
    first, ann.user_id = ann.user_id, None
    ann.send({"t": "auth", "token": world.tokens[0]})
    equal(ann.until(lambda: ann.user_id), first, "whose connection it is after renewing")
    ann.send({"t": "auth", "token": world.tokens[1]})
    equal(ann.closing(), 4400, "the close code of another user's token")


@rule("DOOR-1", "DOOR-2", "DOOR-3", "DOOR-5", "ERR-1")
def rest(world):
    ann, _bob, group_id = world.both()
    status, _headers, sent = ann.rest("POST", f"/v1/conversations/{group_id}/messages", {"clientId": uuid7(), "content": {"kind": "text", "text": "by REST"}})
    equal(status, 201, "the status of a send")
    _status, _headers, page = ann.rest("GET", f"/v1/conversations/{group_id}/messages?limit=1")
    equal([each["id"] for each in page["messages"]], [sent["id"]], "the newest page")
    status, _headers, body = ann.rest("GET", f"/v1/conversations/{uuid7()}")
    equal((status, body["code"], body["retryable"]), (404, "not_found", False), "the answer about what does not exist")
    expect("t" not in body and "id" not in body, "the error object over REST has fields of the frame")
    equal(refusal(lambda: ann.run("session.create", email="x@example.com", password="x" * 12)).code, "unknown_command", "a REST command at the socket")
    query = ann.rest("GET", f"/v1/me?access_token={world.tokens[0]}", headers={"authorization": ""})
    expect(query[0] in (400, 401), f"a token in a query got {query[0]}")


@rule("DOOR-4", "VER-7")
def unknown_things_from_clients(world):
    ann = world.person(0)
    output = ann.run("person.update", bio="written by the conformance client", fromTheFuture={"x": 1})
    expect("fromTheFuture" not in json.dumps(output), "an undeclared field came back")
    equal(refusal(lambda: ann.run("future.command")).code, "unknown_command", "an unknown command")
    ann.run("person.me")


@rule("SYNC-2", "SYNC-3")
def first_resume(world):
    ann, _bob, _group_id = world.both()
    ann.frames, ann._live = [], False
    ann.resume()
    ann.until(lambda: ann._live)
    # A heartbeat may come at any time.
    equal([each["t"] for each in ann.frames if each["t"] != "ping"], ["live"], "the answer when nothing is missing")


@rule("SYNC-5", "SYNC-10", "MERGE-1", "MERGE-2")
def catching_up(world):
    ann, bob, group_id = world.both()
    bob.close()
    for number in range(5):
        ann.write(group_id, f"while away {number}")
    ann.flush()
    bob.connect()
    equal(bob.conversations[group_id].texts(), [f"while away {number}" for number in range(5)], "what the one who was away holds")
    equal(bob.conversations[group_id].revision, ann.run("conversation.get", conversationId=group_id)["head"]["revision"], "where they stand")


@rule("SYNC-7", "SYNC-11")
def another_lineage(world):
    ann, _bob, group_id = world.both()
    ann.frames, ann._live = [], False
    ann.send({"t": "resume", "lineage": "of another history", "userRevision": 99999, "conversations": [[group_id, 99999, 0]]})
    ann.until(lambda: ann._live)
    sync = next(each for each in ann.frames if each["t"] == "sync")
    equal(sync.get("reset"), True, "reset of the frame")
    equal(sync["user"]["after"], 0, "where the user's changes begin")


@rule("SYNC-8", "FOLLOW-1", "ERR-4")
def what_is_not_there(world):
    ann, bob = world.person(0), world.person(1)
    hidden = ann.run("conversation.create", clientId=uuid7(), type="group", name="Without Bob")["conversation"]["id"]
    nowhere = uuid7()
    answers = []
    for conversation_id in (hidden, nowhere):
        bob.frames = []
        bob.send({"t": "follow", "conversations": [[conversation_id, 0, 0]]})
        bob.until(lambda: any(each["t"] == "sync" for each in bob.frames))
        equal([each["gone"] for each in bob.frames if each["t"] == "sync"], [[conversation_id]], "the answer to a follow")
        refused = refusal(lambda: bob.run("conversation.get", conversationId=conversation_id))
        answers.append((refused.code, refused.retryable, refused.body["message"].replace(conversation_id, "")))
    equal(answers[0], answers[1], "what hides and what does not exist")


@rule("EVT-1", "EVT-4", "SYNC-12")
def gap(world):
    ann, bob, group_id = world.both()
    lost = []

    def lose_the_first(frame):
        if frame["t"] == "evt" and frame["scope"] == "conversation" and not lost:
            lost.append(frame)
            return True
        return False

    bob.deaf_to = lose_the_first
    for text in ("one", "two", "three"):
        ann.write(group_id, text)
        ann.flush()
    ann.listen(0.5)
    bob.until(lambda: bob.gaps > 0)
    bob.mend(group_id)
    bob.until(lambda: len(bob.conversations[group_id].texts()) == 3)
    equal(bob.conversations[group_id].texts(), ["one", "two", "three"], "the texts")
    revision = bob.conversations[group_id].revision
    equal(len(ann.conversations[group_id].texts()), 3, "what the sender's own connection was sent")
    bob.take(lost[0])
    equal(bob.conversations[group_id].revision, revision, "where a repeated event leads")


@rule("EVT-3", "SYNC-13")
def removal(world):
    ann, bob, group_id = world.both()
    ann.run("member.remove", conversationId=group_id, userId=bob.user_id)
    bob.until(lambda: bob.memberships[group_id]["state"] == "removed")
    expect(group_id not in bob.conversations, "the copy is still there")
    bob.frames = []
    ann.write(group_id, "without you")
    ann.flush()
    bob.listen(1)
    expect(not any(each.get("id") == group_id for each in bob.frames), "something came after the removal")
    equal(refusal(lambda: bob.run("message.list", conversationId=group_id)).code, "not_found", "the answer to who was removed")
    ann.run("member.add", conversationId=group_id, userIds=[bob.user_id])
    bob.until(lambda: bob.memberships[group_id]["state"] == "active")
    ann.write(group_id, "welcome back")
    ann.flush()
    bob.listen(1)
    expect(not any(each["t"] == "evt" and each["id"] == group_id for each in bob.frames), "it is followed without having been asked for")
    bob.load(bob.run("conversation.get", conversationId=group_id))
    expect("welcome back" in bob.conversations[group_id].texts(), "who came back does not see it")


@rule("CMD-1")
def many_commands(world):
    ann = world.person(0)
    count = min(20, ann.hello["limits"]["maxCommandsInFlight"])
    ids = [ann.start("person.me", {}) for _ in range(count)]
    ann.until(lambda: all(each in ann._answers for each in ids))
    ann.listen(0.3)
    answered = [each["id"] for each in ann.frames if each["t"] in ("ok", "err")]
    equal(sorted(answered), sorted(ids), "the answers")


@rule("CMD-2", "CMD-3", "MSG-1", "MSG-2", "MSG-3")
def sending_once(world):
    ann, bob, group_id = world.both()
    entry = ann.write(group_id, "only once")
    ann.start("message.send", entry)
    ann.socket.drop()
    ann.connect()
    expect(not ann.outbox, "the outbox was not drained")
    again = ann.exchange("message.send", entry)
    equal(again.get("replay"), True, "replay")
    status, headers, body = ann.rest("POST", f"/v1/conversations/{group_id}/messages", {key: entry[key] for key in ("clientId", "content")})
    equal((status, headers["idempotent-replayed"], body), (201, "true", again["output"]), "the same over REST")
    other = {**entry, "content": {"kind": "text", "text": "something else"}}
    equal(refusal(lambda: ann.exchange("message.send", other)).code, "idempotency_conflict", "another text with the same clientId")
    bob.until(lambda: bob.conversations[group_id].texts())
    bob.listen(0.5)
    equal(bob.conversations[group_id].texts(), ["only once"], "what the other holds")


@rule("MSG-4", "MSG-5", "MERGE-4")
def order(world):
    ann, bob, group_id = world.both()
    texts = [f"{number}" for number in range(30)]
    for each in texts:
        ann.write(group_id, each)
    ann.flush()
    bob.until(lambda: len(bob.conversations[group_id].texts()) == 30)
    equal(bob.conversations[group_id].texts(), texts, "the order")
    equal(sorted(bob.conversations[group_id].messages), list(range(1, 31)), "the positions")
    bob.frames, bob._live = [], False
    bob.send({"t": "resume", "lineage": bob.lineage, "userRevision": bob.user_revision, "conversations": [[group_id, 10_000, 0]]})
    bob.until(lambda: bob._live)
    entry = next(one for each in bob.frames if each["t"] == "sync" for one in each["conversations"])
    equal(entry["changes"].get("reset"), True, "the answer to a cursor above the head")


@rule("MARK-1", "MARK-4", "MARK-6", "MARK-8")
def marks(world):
    ann, bob, group_id = world.both()
    ann.write(group_id, "first")
    ann.flush()
    ann.until(lambda: len(ann.conversations[group_id].texts()) == 1)
    equal(ann.conversations[group_id].marks[ann.user_id], (1, 1), "the sender's own mark")
    answer = bob.run("mark.update", marks=[{"conversationId": group_id, "read": 999}])["marks"][0]
    equal((answer["delivered"], answer["read"], answer["unread"]), (1, 1, 0), "the mark, capped at the head")
    ann.until(lambda: ann.conversations[group_id].marks.get(bob.user_id) == (1, 1))
    back = bob.run("mark.update", marks=[{"conversationId": group_id, "read": 0}])["marks"][0]
    equal(back["read"], 1, "a mark that was to go back")
    bob.conversations[group_id].take_marks({"marks": [{"userId": ann.user_id, "delivered": 0, "read": 0}]})
    phone = world.person(1)
    phone.load(phone.run("conversation.get", conversationId=group_id))
    ann.write(group_id, "second")
    ann.flush()
    phone.until(lambda: len(phone.conversations[group_id].texts()) == 2)
    bob.run("mark.update", marks=[{"conversationId": group_id, "delivered": 2}])
    phone.until(lambda: phone.conversations[group_id].marks.get(bob.user_id) == (2, 1))
    elsewhere = bob.run("mark.update", marks=[{"conversationId": uuid7(), "read": 1}])["marks"]
    equal(elsewhere, [], "marks of a conversation that is not there")


@rule("HEAD-1", "FOLLOW-3")
def passive(world):
    ann, bob, group_id = world.both()
    bob.send({"t": "unfollow", "conversations": [group_id]})
    bob._live = False
    bob.run("person.me")
    bob.listen(0.3)
    revision, bob.frames = bob.conversations[group_id].revision, []
    ann.write(group_id, "passing by")
    ann.flush()
    bob.until(lambda: any(each["t"] == "head" for each in bob.frames), 15)
    expect(not any(each["t"] == "evt" and each["id"] == group_id for each in bob.frames), "an event came for what is followed passively")
    equal(bob.conversations[group_id].revision, revision, "where a head leads")
    bob.mend(group_id)
    equal(bob.conversations[group_id].texts(), ["passing by"], "what was pulled")


@rule("PRES-1", "TYPE-1")
def ephemeral(world):
    ann, bob, group_id = world.both()
    presences = bob.run("presence.watch", people=[[ann.user_id, 0]])["presences"]
    equal([each["userId"] for each in presences], [ann.user_id], "whose presence it is")
    ann.run("typing.set", conversationId=group_id, typing=True)
    bob.until(lambda: any(each["t"] == "eph" and each["name"] == "typing.changed" and each["payload"]["userId"] == ann.user_id for each in bob.frames))


@rule("TEXT-1", "TEXT-2", "ERR-3")
def texts(world):
    ann, _bob, group_id = world.both()
    limit = ann.hello["limits"]["textMaxLength"]
    for text in ("", "\U0001F600" * (limit + 1), "nul \x00"):
        refused = refusal(lambda: ann.run("message.send", conversationId=group_id, clientId=uuid7(), content={"kind": "text", "text": text}))
        equal((refused.code, refused.body.get("path")), ("invalid_input", "/content/text"), "the refusal of a text")
    ann.run("message.send", conversationId=group_id, clientId=uuid7(), content={"kind": "text", "text": "\U0001F600" * limit})
    missing = refusal(lambda: ann.run("message.send", conversationId=group_id, content={"kind": "text", "text": "x"}))
    equal((missing.code, missing.body.get("path")), ("invalid_input", "/clientId"), "the path to what is missing")


@rule("CMD-5", "DOOR-6")
def repeated_ids(world):
    ann = world.person(0)
    limit = ann.hello["limits"]["maxCommandsInFlight"]
    for _ in range(2):
        ann._last_id = 0
        ann.run("person.me")
    ids = [ann.start("conversation.list", {}) for _ in range(limit * 2)]
    ann.until(lambda: all(each in ann._answers for each in ids))
    codes = {frame.get("code", "ok") for frame in ann._answers.values()}
    expect(codes <= {"ok", "rate_limited"}, f"the answers beyond the limit: {codes}")
    status, _headers, body = ann.rest("GET", "/v1/nothing-of-the-kind")
    equal((status, body["code"]), (404, "unknown_command"), "the answer to a path that no command has")


@rule("LIMIT-1")
def rest_limits(world):
    _status, headers, _body = world.person(0).rest("GET", "/v1/me")
    for name in ("ratelimit-limit", "ratelimit-remaining", "ratelimit-reset"):
        expect(headers[name] is not None and headers[name].isdigit(), f"{name} is missing")


@rule("EVT-2", "CONN-6", "VER-8", "ERR-2")
def unknown_things_from_servers(world):
    ann, _bob, group_id = world.both()
    copy = ann.conversations[group_id]
    revision = copy.revision
    ann.take({"t": "banner"})
    ann.take({"t": "eph", "name": "call.ringing", "payload": {}})
    ann.take({"t": "evt", "name": "space.moved", "scope": "space", "id": group_id, "after": 0, "revision": 999, "payload": {}})
    equal(copy.revision, revision, "where unknown things lead")
    ann.take({"t": "evt", "name": "topic.opened", "scope": "conversation", "id": group_id, "after": revision, "revision": revision + 1, "payload": {"topics": [1]}})
    equal(copy.revision, revision + 1, "where an unknown event leads")


@rule("CLOSE-1", "CLOSE-2")
def after_closing(world):
    equal([after_close(code) for code in (4401, 4403, 4429, 4508, 1006, 4999)], ["refresh", "fatal", "backoff", "resume", "resume", "resume"], "what to do")
    expect(all(wait_before(attempt) <= min(20, 0.5 * 2 ** attempt) for attempt in range(40)), "a wait is too long")
    expect(world is not None, "no world")


@rule("PING-1", "PING-4", "CONN-8")
def heartbeats(world):
    bare = world.socket()
    beat = json.loads(bare.receive(10))["heartbeatMs"] / 1000
    bare.write(*text_of({"t": "auth", "token": world.tokens[0]}))
    bare.write(PING, b"are you there")
    ann = world.person(0)
    began = time.monotonic()
    ann.until(lambda: sum(each["t"] == "ping" for each in ann.frames) >= 3, beat * 5 + 5)
    equal(code_after(bare), 4408, "the close code of who does not answer")
    equal(bare.pongs, [b"are you there"], "the answer to a control frame")
    expect(time.monotonic() - began < beat * 6 + 10, "it took too long")
    ann.run("person.me")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", required=True)
    parser.add_argument("--token", action="append", required=True, help="an access token; give two, of two people")
    parser.add_argument("--only", help="a rule, to check only what names it")
    options = parser.parse_args()
    if len(options.token) != 2:
        parser.error("two tokens are needed")
    failed = 0
    for names, check in RULES:
        if options.only and options.only not in names:
            continue
        world = World(options.url, options.token)
        try:
            check(world)
            verdict, reason = "pass", ""
        except Exception as error:  # pylint: disable=broad-except
            failed += 1
            verdict, reason = "FAIL", f": {type(error).__name__}: {error}"
            traceback.print_exc()
        finally:
            world.tidy()
        for name in names:
            print(f"{verdict} {name} ({check.__name__}){reason}", flush=True)
    print(f"{sum(len(names) for names, _ in RULES)} rules, {failed} checks failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
