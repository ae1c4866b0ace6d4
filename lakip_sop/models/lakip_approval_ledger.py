from odoo import api, fields, models

from ..tools import hashchain
from .lakip_sop_step import APPROVAL_KINDS

#: Values that the hash of a row covers where there are any: only a signature has them all.
_TRACE_FIELDS = ("ip_address", "login_method", "identity_method", "signature_sha256")


class LakipApproval(models.Model):
    """The ledger of a cycle: how a decision is written, chained to the one before, and checked."""

    _inherit = "lakip.approval"

    # ------------------------------------------------------------
    # BUSINESS: writing
    # ------------------------------------------------------------

    @api.model
    def _get_last(self, cycle):
        """Return the head of the ledger of ``cycle``."""
        # Not a search: an act asks for the ledger several times, and reads it once.
        return cycle.approval_ids.filtered("hash").sorted("sequence")[-1:]

    def _get_previous(self):
        """Return the rows before these in the ledgers of their cycles."""
        return self.cycle_id.approval_ids.filtered(
            lambda row: row.hash
            and any(
                row.cycle_id == later.cycle_id and row.sequence == later.sequence - 1
                for later in self
            )
        )

    def _decide(self, decision, comment, reset_step=None, **more):
        """Write the decision and chain it to the last row of the cycle's ledger.

        :param reset_step: the row a return or a voiding goes back to
        :param more: values that belong to this one decision, such as its signature
        """
        self.ensure_one()
        last = self._get_last(self.cycle_id)
        officer = self.cycle_id._get_officer(self.step_id._get_acting_role(), self.env.user)
        vals = {
            "state": decision if decision in ("approved", "returned") else "void",
            "decision": decision,
            "sequence": last.sequence + 1,
            "user_id": self.env.uid,
            "officer_id": officer.id,
            "signer_name": officer.employee_id.name or self.env.user.name,
            "signer_title": (officer or self.role_id)._get_title(),
            "holder_name": officer._get_stood_in_for().employee_id.name,
            "reset_step_id": reset_step.id if reset_step else False,
            "date": fields.Datetime.now(),
            "comment": (comment or "").strip() or False,
            "sha256": self.document_id.sha256,
            "previous_hash": last.hash or hashchain.GENESIS,
            **self._get_decision_context(),
            **more,
        }
        unlocked = self._lakip_unlocked()
        unlocked.write(vals)
        unlocked.hash = self._get_hash(self.previous_hash)

    # ------------------------------------------------------------
    # BUSINESS: the chain
    # ------------------------------------------------------------

    def _get_payload(self):
        """Return the mapping that the hash of this row covers."""
        self.ensure_one()
        payload = {
            "id": self.id,
            "cycle": self.cycle_id.id,
            "company": self.company_id.id,
            "step": self.step_id.id,
            "role": self.role_id.id,
            "round": self.round,
            "document": self.document_id.id,
            "version": self.document_id.version,
            "sequence": self.sequence,
            "decision": self.decision or "",
            "user": self.user_id.id,
            "officer": self.officer_id.id or 0,
            "signer_name": self.signer_name or "",
            "signer_title": self.signer_title or "",
            "holder_name": self.holder_name or "",
            "reset_step": self.reset_step_id.id or 0,
            "date": fields.Datetime.to_string(self.date) or "",
            "comment": self.comment or "",
            "sha256": self.sha256 or "",
            "token": self.token,
        }
        if self.withdrawn_id:
            payload["withdrawn"] = self.withdrawn_id.id
        payload.update((name, self[name]) for name in _TRACE_FIELDS if self[name])
        return payload

    def _get_hash(self, previous):
        """Return the hash of this row when the hash before it is ``previous``.

        That of a signature is made in two links. The first covers the decision and is printed in
        the signed version (see :meth:`_get_anchor`), the second covers the signed version.
        """
        for data in self._get_links():
            previous = hashchain.link(previous, data)
        return previous

    def _get_links(self):
        """Return the mappings that the hash of this row covers, one after the other."""
        links = [self._get_payload()]
        if self.signed_document_id:
            links.append(
                {
                    "signed_document": self.signed_document_id.id,
                    "signed_version": self.signed_document_id.version,
                    "signed_sha256": self.signed_sha256,
                }
            )
        return links

    def _get_anchor(self, previous=None):
        """Return the head of the chain as the signed version prints it.

        :param previous: hash before this row; that which the row holds when it is left out
        """
        self.ensure_one()
        return hashchain.link(previous or self.previous_hash, self._get_payload())

    def _get_expected_states(self):
        """Return ``{row: state}`` as it follows from the decisions of a whole ledger.

        A return or a voiding undoes every approval before it of the rows it resets, a withdrawal
        the one it names.
        """
        undoing = self.filtered(lambda row: row.decision in ("returned", "voided"))
        withdrawn = self.withdrawn_id
        states = {}
        for row in self:
            undone = row in withdrawn or any(
                later.sequence > row.sequence
                and (not later.reset_step_id or row._is_from(later.reset_step_id))
                for later in undoing
            )
            states[row] = row.decision if row.decision in ("approved", "returned") else "void"
            if row.decision == "approved" and undone:
                states[row] = "void"
        return states

    def _find_broken(self):
        """Return ``(approval, reason)`` of the first row of one cycle that does not hold.

        Checked for each row: its place, its hash, that the document still has the digest
        that was decided on; and when all that holds, that its state follows from the decisions
        after it.
        """
        ledger = self.filtered("hash").sorted(lambda row: (row.sequence, row.id))
        intact = {document: document._is_intact() for document in ledger.document_id}
        previous = hashchain.GENESIS
        for position, row in enumerate(ledger, start=1):
            if row.sequence != position:
                reason = self.env._("row %s is missing", position)
            elif row.previous_hash != previous:
                reason = self.env._("it does not follow the row before it")
            elif row.hash != row._get_hash(previous):
                reason = self.env._("its content was changed after the decision")
            elif row.sha256 != row.document_id.sha256 or not intact[row.document_id]:
                reason = self.env._("the file it was given for was changed")
            elif not row._is_withdrawal_sound():
                reason = self.env._("it withdraws what it cannot withdraw")
            elif not row._is_seal_intact():
                reason = self.env._("the signed version was changed")
            else:
                previous = row.hash
                continue
            return row, row._get_broken_sentence(position, reason)
        for row, state in ledger._get_expected_states().items():
            if row.state != state:
                reason = self.env._("its state does not follow from the decisions")
                return row, row._get_broken_sentence(row.sequence, reason)
        undecided = (self - ledger).filtered(lambda row: row.state in ("approved", "returned"))
        if undecided:
            return undecided[0], self.env._(
                "%s claims a decision that is not in the ledger.", undecided[0].display_name
            )
        return self.browse(), False

    def _get_broken_sentence(self, position, reason):
        self.ensure_one()
        return self.env._(
            "Decision %(position)s (%(step)s, %(signer)s) does not hold: %(reason)s.",
            position=position,
            step=self.step_id.number or self.step_id.name,
            signer=self.signer_name,
            reason=reason,
        )

    def _find_missing(self, cycle):
        """Return which decision of ``cycle`` these rows lack though its rows and documents say
        it was given, or False.

        A chain does not notice when its last links are gone; what they brought about does.
        """
        results = {"done": "approved", "returned": "returned"}
        given = {(row.step_id, row.round, row.decision) for row in self.filtered("hash")}
        for past in cycle.step_ids.round_ids:
            decision = results.get(past.result)
            if past.step_id.kind not in APPROVAL_KINDS or not decision:
                continue
            if (past.step_id, past.round, decision) not in given:
                return self.env._(
                    "The decision of '%(step)s' in round %(round)s is missing.",
                    step=past.step_id.display_name,
                    round=past.round,
                )
        signed = self.filtered("hash")._get_signed_documents()
        for document in cycle.document_ids:
            if document.state == "signed" and document not in signed:
                return self.env._(
                    "%s is marked as signed without a signature.", document.display_name
                )
        return False
