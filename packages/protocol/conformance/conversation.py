"""The copy of one conversation and how rows, events and marks are taken into it (PROTOCOL.md, sections 3, 5 and 7)."""


class Conversation:
    def __init__(self, conversation_id):
        self.id = conversation_id
        self.revision = 0
        self.marks_revision = 0
        self.settings = None
        self.head = None
        self.messages = {}
        self.members = {}
        self.marks = {}
        self.held = []

    def cursor(self):
        return [self.id, self.revision, self.marks_revision]

    def texts(self):
        """What a screen would show, in the order of position (MERGE-2)."""
        return [self._text(self.messages[position]) for position in sorted(self.messages)]

    @staticmethod
    def _text(message):
        content = message["content"]
        return content["text"] if content["kind"] == "text" else f"[{content['kind']}]"

    def merge(self, rows):
        """MERGE-1: row by row, the higher revision wins. The cursor stays."""
        settings = rows.get("conversation")
        if settings and (self.settings is None or settings["revision"] > self.settings["revision"]):
            self.settings = settings
        for member in rows.get("members", []):
            self._keep_newer(self.members, member["userId"], member)
        for message in rows.get("messages", []):
            self._keep_newer(self.messages, message["position"], message)
            # MARK-6: who sent it has received and read up to it.
            self.raise_mark(message["senderId"], message["position"], message["position"])

    @staticmethod
    def _keep_newer(rows, key, row):
        if key not in rows or row["revision"] > rows[key]["revision"]:
            rows[key] = row

    def raise_mark(self, user_id, delivered, read):
        """MARK-1 and MARK-4: by maximum; read implies delivered."""
        old_delivered, old_read = self.marks.get(user_id, (0, 0))
        self.marks[user_id] = (max(old_delivered, delivered, read), max(old_read, read))

    def take_marks(self, state):
        for mark in state["marks"]:
            self.raise_mark(mark["userId"], mark["delivered"], mark["read"])

    def take_head(self, head):
        """HEAD-1: shows the list, never moves the cursor. MERGE-3: what was pruned goes."""
        if self.head is None or head["revision"] >= self.head["revision"]:
            self.head = head
        for position in [p for p in self.messages if p <= head["floorPosition"]]:
            del self.messages[position]

    def take_changes(self, changes):
        """SYNC-5. Returns whether there are more to ask for."""
        if changes.get("reset"):
            self.messages, self.members, self.marks, self.held = {}, {}, {}, []
            self.marks_revision = 0
            self.revision = changes["upTo"]
            return False
        self.merge(changes["rows"])
        self.revision = max(self.revision, changes["upTo"])
        self.drain()
        return bool(changes.get("more"))

    def take_event(self, event):
        """EVT-1. Returns what became of it: dropped, applied or gap."""
        if event["revision"] <= self.revision:
            return "dropped"
        if event["after"] > self.revision:
            self.held.append(event)
            return "gap"
        self.merge(event["payload"])
        self.revision = event["revision"]
        self.drain()
        return "applied"

    def drain(self):
        """What was held may fit now."""
        held, self.held = sorted(self.held, key=lambda event: event["after"]), []
        for event in held:
            self.take_event(event)
