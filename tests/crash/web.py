"""A person at a browser: one session from the beginning of the run to its end."""

import re

import requests

#: Seconds that a person waits for an answer.
PATIENCE = 90
#: What a person is told in a sentence; anything else is a fault of the program.
SENTENCES = ("odoo.exceptions.", "werkzeug.exceptions.NotFound")
LOST = "no answer"


class Refused(Exception):
    """The server said no in a sentence."""


class Failed(Exception):
    """The server said what no person should read, or nothing."""


class Browser:
    """Logs in at once.

    :param address: of the server, without a slash at its end
    """

    def __init__(self, address, database, login):
        self.address = address
        self.login = login
        self.session = requests.Session()
        answer = self._post(
            "/web/session/authenticate",
            {"db": database, "login": login, "password": login},
        )
        self.context = answer["user_context"]
        self._token = None

    def call(self, model, method, ids, *args, context=None, **kwargs):
        """Call a method of records, as a button does.

        :raises Refused: with the sentence
        :raises Failed:
        """
        kwargs["context"] = {**self.context, **(context or {})}
        return self._post(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": [ids, *args], "kwargs": kwargs},
        )

    def upload(self, request_id, name, content, **fields):
        """Hand in a file on the page of a division; return the id of its attachment."""
        if not self._token:
            page = self.session.get(f"{self.address}/odoo", timeout=PATIENCE).text
            self._token = re.search(r'csrf_token: "(\w+)"', page).group(1)
        answer = self._send(
            f"/lakip/request/{request_id}/file",
            data={"csrf_token": self._token, **fields},
            files={"ufile": (name, content)},
        )
        if "refusal" in answer:
            raise Refused(answer["refusal"])
        return answer["file"]

    def _post(self, path, params):
        answer = self._send(path, json={"jsonrpc": "2.0", "method": "call", "params": params})
        if "error" in answer:
            data = answer["error"]["data"]
            if data["name"].startswith(SENTENCES):
                raise Refused(data["message"])
            raise Failed(f"{data['name']}: {data['message']}")
        return answer["result"]

    def _send(self, path, **options):
        try:
            answer = self.session.post(f"{self.address}{path}", timeout=PATIENCE, **options)
            answer.raise_for_status()
            return answer.json()
        except requests.RequestException as error:
            raise Failed(f"{LOST}: {error}") from error
