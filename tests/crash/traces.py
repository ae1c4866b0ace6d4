"""All that an act leaves behind, in a form that is the same for every cycle it is done on."""

from collections import Counter

#: Records with talk of their own.
THREADS = ("lakip.cycle", "lakip.step", "lakip.request", "lakip.delivery")


def take(cycle):
    """Return what there is of ``cycle`` as a dict: two cycles that went the same way have equal
    ones."""
    env = cycle.with_context(active_test=False).env
    cycle = cycle.with_env(env)
    steps = cycle.step_ids
    requests = steps.request_ids
    items = requests.item_ids
    deliveries = steps.delivery_ids
    documents = cycle.document_ids
    pdfs = documents.pdf_ids
    objectives = env["lakip.objective"].search([("cycle_id", "=", cycle.id)])
    records = {
        "lakip.cycle": cycle, "lakip.step": steps, "lakip.request": requests,
        "lakip.delivery": deliveries, "lakip.document": documents, "lakip.request.item": items,
        "lakip.document.pdf": pdfs,
    }  # fmt: skip
    messages = env["mail.message"].union(
        *(
            env["mail.message"].search(
                [("model", "=", model), ("res_id", "in", records[model].ids)]
            )
            for model in THREADS
        ),
        cycle.channel_id.message_ids,
    )
    activities = (
        env["mail.activity"]
        .search([("res_model", "in", ("lakip.step", "lakip.request"))])
        .filtered(lambda one: one.res_id in records[one.res_model].ids)
    )
    return {
        "cycle": (cycle.state, cycle.current_step_id.number, bool(cycle.channel_id)),
        "members": len(cycle.channel_id.channel_member_ids),
        "steps": [
            (step.number, step.state, step.round, len(step.round_ids), len(step.user_ids),
             bool(step.date_deadline), bool(step.letter_number), step.is_on_hold)
            for step in steps.sorted("sequence")
        ],
        "documents": sorted(
            (row.kind, row.version, row.origin, row.state, row._is_intact()) for row in documents
        ),
        "ledger": [
            (row.kind, row.state, row.decision, bool(row.hash), bool(row.signed_document_id))
            for row in cycle.approval_ids.sorted("id")
        ],
        "corrections": sorted(cycle.correction_ids.mapped("state")),
        "requests": sorted(
            (one.department_id.name, one.state, len(one.item_ids.attachment_ids),
             len(one.item_ids.old_attachment_ids))
            for one in requests
        ),
        "deliveries": sorted(
            (one.medium, one.state, bool(one.date_sent)) for one in deliveries
        ),
        "figures": (len(objectives), len(objectives.indicator_ids)),
        "pdf": sorted((row.state, bool(row.attachment_id), row.problem or "") for row in pdfs),
        "files": {
            model: count
            for model, found in records.items()
            if (count := env["ir.attachment"].search_count(
                [("res_model", "=", model), ("res_id", "in", found.ids)]
            ))
        },
        "activities": Counter((one.res_model, one.active) for one in activities),
        "messages": Counter((one.model, one.message_type) for one in messages),
        "notices": env["mail.notification"].search_count(
            [("mail_message_id", "in", messages.ids)]
        ),
        "reminders": sum(
            env["lakip.reminder"].search_count(
                [("res_model", "=", model), ("res_id", "in", records[model].ids)]
            )
            for model in ("lakip.step", "lakip.request")
        ),
    }  # fmt: skip


def compare(one, other):
    """Return where two traces differ: ``{part: (of the one, of the other)}``."""
    return {part: (one[part], other[part]) for part in one if one[part] != other[part]}
