"""A mail server on a port of this machine that takes mail, or fails as real ones do."""

import socketserver
import threading
from contextlib import contextmanager

from odoo.addons.base.models.ir_mail_server import IrMail_Server


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        way = self.server.way
        if way == "busy":
            return self._say("421 4.3.2 Service not available, try again later")
        self._say("220 uji ESMTP")
        for line in self.rfile:
            verb = line.split()[0].upper() if line.strip() else b""
            if verb in (b"EHLO", b"HELO"):
                self._say("250 uji")
            elif verb == b"RCPT" and way == "refuse":
                self._say("550 5.1.1 Mailbox unavailable")
            elif verb == b"DATA":
                self._say("354 go ahead")
                if way == "drop":
                    self.rfile.readline()
                    return None
                letter = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.letters.append(letter)
                self._say("250 2.0.0 taken")
            elif verb == b"QUIT":
                return self._say("221 bye")
            else:
                self._say("250 ok")
        return None

    def _say(self, text):
        self.wfile.write(f"{text}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    way = "take"


@contextmanager
def mail_server(env):
    """Let Odoo send to a server of its own.

    Its ``way`` is 'take' or how it fails: 'refuse' (550 for the recipient), 'busy' (421 at once),
    'drop' (the line is cut in the middle of a letter). ``letters`` is what it took.
    """
    with _Server(("127.0.0.1", 0), _Conversation) as server:
        server.letters = []
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        env["ir.mail_server"].search([]).active = False
        env["ir.mail_server"].create(
            {
                "name": "Uji",
                "smtp_host": "127.0.0.1",
                "smtp_port": server.server_address[1],
                "smtp_encryption": "none",
            }
        )
        disabled = IrMail_Server._disable_send
        IrMail_Server._disable_send = classmethod(lambda cls: False)
        try:
            yield server
        finally:
            IrMail_Server._disable_send = disabled
            server.shutdown()
            thread.join()
