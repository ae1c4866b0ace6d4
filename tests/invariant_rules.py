"""Rules of ``invariants.py``, one SQL query each, which returns a sentence for each record that
breaks the rule.

They read what is stored, past all access rules, defaults and caches of the ORM, and cost few
queries for ten cycles as for five thousand.
"""

#: How a sentence names a cycle ``c`` and a row ``s`` of it.
CYCLE = "c.name || ' (cycle ' || c.id || ')'"
STEP = "c.name || ' (cycle ' || c.id || '), row ' || coalesce(s.number, '') || ' (step ' || s.id || ', ' || s.kind || ', ' || s.state || ')'"  # noqa: E501
STEPS = "lakip_step s JOIN lakip_cycle c ON c.id = s.cycle_id"
REQUEST = "c.name || ' (cycle ' || c.id || '), request ' || q.id || ' (' || q.state || ')'"
REQUESTS = """lakip_request q JOIN lakip_step s ON s.id = q.step_id
    JOIN lakip_cycle c ON c.id = s.cycle_id"""
APPROVAL = "c.name || ' (cycle ' || c.id || '), approval ' || a.id || ' (' || a.state || ')'"
DOCUMENT = "c.name || ' (cycle ' || c.id || '), ' || d.name || ' (document ' || d.id || ')'"
#: Rows that wait for a paraf or a signature.
DECIDED = "s.kind IN ('initial', 'signature')"
#: What belongs to one sequence of versions: see ``lakip.document._do_create_version``.
SERIES = """d.cycle_id, d.kind, coalesce(d.request_id, 0), coalesce(d.delivery_id, 0),
    CASE WHEN d.kind = 'report' THEN 0 ELSE d.step_id END,
    CASE WHEN d.kind = 'other' THEN d.name END"""
TYPES = (
    "SELECT res_id FROM ir_model_data WHERE module = 'lakip_sop' AND model = 'mail.activity.type'"
)

#: name of the rule -> query whose only column is a sentence
RULES = {
    # ---- the rows of a cycle
    "one_active": f"""
        SELECT {CYCLE} || ' runs with ' || count(s.id) || ' active rows instead of one'
        FROM lakip_cycle c LEFT JOIN lakip_step s ON s.cycle_id = c.id AND s.state = 'active'
        WHERE c.state = 'running' GROUP BY c.id HAVING count(s.id) <> 1""",
    "closed": f"""
        SELECT {STEP} || ' is open in a cycle that is ' || c.state FROM {STEPS}
        WHERE c.state IN ('done', 'cancelled') AND s.state IN ('waiting', 'active')""",
    "snapshot": f"""
        SELECT {CYCLE} || ' (' || c.state || ') has not the rows of its SOP'
        FROM lakip_cycle c
        LEFT JOIN LATERAL (SELECT array_agg(sop_step_id ORDER BY sop_step_id) AS ids
            FROM lakip_step WHERE cycle_id = c.id) own ON true
        LEFT JOIN LATERAL (SELECT array_agg(id ORDER BY id) AS ids
            FROM lakip_sop_step WHERE sop_id = c.sop_id) sop ON true
        WHERE (c.state = 'draft' AND own.ids IS NOT NULL)
           OR (c.state IN ('running', 'done') AND own.ids IS DISTINCT FROM sop.ids)
           OR (c.state = 'cancelled' AND own.ids IS NOT NULL AND own.ids <> sop.ids)""",
    "order": f"""
        SELECT {STEP} || ' does not fit its place beside the active row ' || now.id FROM {STEPS}
        JOIN lakip_step now ON now.cycle_id = c.id AND now.state = 'active' AND now.id <> s.id
        WHERE c.state = 'running' AND CASE WHEN (s.sequence, s.id) < (now.sequence, now.id)
            THEN s.state NOT IN ('done', 'cancelled') ELSE s.state <> 'waiting' END""",
    "cycle_dates": f"""
        SELECT {CYCLE} || ' is ' || c.state || ' with wrong dates' FROM lakip_cycle c
        WHERE (c.state = 'draft' AND (c.date_start IS NOT NULL OR c.date_done IS NOT NULL))
           OR (c.state = 'running' AND (c.date_start IS NULL OR c.date_done IS NOT NULL))
           OR (c.state = 'done' AND (c.date_done < c.date_start) IS NOT FALSE)
           OR (c.state = 'cancelled' AND (c.date_done IS NOT NULL OR c.cancel_reason IS NULL))""",
    "current_row": f"""
        SELECT {CYCLE} || ' names row ' || coalesce(c.current_step_id::text, 'none')
            || ' as its current one' FROM lakip_cycle c
        WHERE c.current_step_id IS DISTINCT FROM (SELECT min(id) FROM lakip_step
            WHERE cycle_id = c.id AND state = 'active')""",
    "progress": f"""
        SELECT {CYCLE} || ' shows ' || c.progress || '% done instead of ' || coalesce(own.done, 0)
        FROM lakip_cycle c LEFT JOIN LATERAL (
            SELECT 100.0 * count(*) FILTER (WHERE state = 'done')
                / nullif(count(*) FILTER (WHERE c.state = 'cancelled' OR state <> 'cancelled'), 0)
                AS done FROM lakip_step WHERE cycle_id = c.id) own ON true
        WHERE abs(coalesce(c.progress, 0) - coalesce(own.done, 0)) > 0.01""",
    "row_values": f"""
        SELECT {STEP} || ' has values of another state' FROM {STEPS}
        WHERE (s.state = 'active' AND (s.round < 1 OR s.date_start IS NULL
                OR s.date_done IS NOT NULL OR s.date_deadline < s.date_start))
           OR (s.state = 'waiting' AND (s.date_deadline IS NOT NULL OR s.date_done IS NOT NULL
                OR s.done_user_id IS NOT NULL))
           OR (s.state = 'done' AND ((s.date_done < s.date_start) IS NOT FALSE
                OR s.done_user_id IS NULL OR s.round < 1 OR coalesce(s.is_done_late, false)
                    IS DISTINCT FROM coalesce(s.date_done > s.date_deadline, false)))""",
    "turns": f"""
        SELECT {STEP} || ' is the turn of user ' || u.user_ids_list || ' though it is not active'
        FROM {STEPS} JOIN LATERAL (SELECT string_agg(res_users_id::text, ', ') AS user_ids_list
            FROM lakip_step_user_rel WHERE lakip_step_id = s.id) u ON true
        WHERE s.state <> 'active' AND u.user_ids_list IS NOT NULL""",
    # ---- rounds and holds
    "rounds": f"""
        SELECT {STEP} || ' is in round ' || coalesce(s.round, 0) || ' and keeps ' || r.kept
            || ' rounds up to ' || r.last
        FROM {STEPS} JOIN LATERAL (SELECT count(*) AS kept, coalesce(max(round), 0) AS last
            FROM lakip_step_round WHERE step_id = s.id) r ON true
        WHERE r.kept <> r.last
           OR r.last <> coalesce(s.round, 0) - CASE WHEN s.state = 'active' THEN 1 ELSE 0 END""",
    "round_twice": f"""
        SELECT {STEP} || ' keeps round ' || r.round || ' ' || count(*) || ' times'
        FROM lakip_step_round r JOIN lakip_step s ON s.id = r.step_id
        JOIN lakip_cycle c ON c.id = s.cycle_id
        GROUP BY c.id, s.id, r.round HAVING count(*) > 1""",
    "round_values": f"""
        SELECT {STEP} || ' keeps a round ' || r.round || ' that ends before it starts, or lacks '
            || 'its end' FROM {STEPS} JOIN lakip_step_round r ON r.step_id = s.id
        WHERE (r.date_done >= r.date_start) IS NOT TRUE OR r.worked_hours < 0""",
    "round_of_done": f"""
        SELECT {STEP} || ' is not what its last round says' FROM {STEPS}
        LEFT JOIN lakip_step_round r ON r.step_id = s.id AND r.round = s.round
        WHERE s.state = 'done' AND (r.result <> 'done' OR r.id IS NULL
            OR r.date_start IS DISTINCT FROM s.date_start
            OR r.date_done IS DISTINCT FROM s.date_done
            OR r.date_deadline IS DISTINCT FROM s.date_deadline
            OR abs(r.worked_hours - s.worked_hours) > 0.001
            OR abs(r.standard_hours - s.standard_hours) > 0.001)""",
    "holds": f"""
        SELECT {STEP} || ' has ' || h.open || ' open holds, its mark says '
            || coalesce(s.is_on_hold, false)
        FROM {STEPS} JOIN LATERAL (SELECT count(*) AS open
            FROM lakip_step_hold WHERE step_id = s.id AND date_end IS NULL) h ON true
        WHERE h.open <> CASE WHEN s.is_on_hold THEN 1 ELSE 0 END
           OR (h.open > 0 AND s.state <> 'active')""",
    "hold_dates": f"""
        SELECT {STEP} || ' has hold ' || h.id || ' that ends before it starts' FROM {STEPS}
        JOIN lakip_step_hold h ON h.step_id = s.id WHERE h.date_end < h.date_start""",
    # ---- decisions and documents
    "one_pending": f"""
        SELECT {STEP} || ' asks for ' || count(a.id) || ' decisions' FROM {STEPS}
        LEFT JOIN lakip_approval a ON a.step_id = s.id AND a.state = 'pending'
        GROUP BY c.id, s.id
        HAVING count(a.id) <> CASE WHEN {DECIDED} AND s.state = 'active' THEN 1 ELSE 0 END""",
    "pending_document": f"""
        SELECT {APPROVAL} || ' asks about document ' || d.id || ' (' || d.kind || ', ' || d.state
            || ') in round ' || a.round || ' of ' || s.round
        FROM lakip_approval a JOIN {STEPS} ON s.id = a.step_id
        JOIN lakip_document d ON d.id = a.document_id
        WHERE a.state = 'pending' AND (d.state <> 'current' OR d.kind <> 'report'
            OR a.round <> s.round OR d.cycle_id <> c.id OR a.hash IS NOT NULL)""",
    "decided": f"""
        SELECT {STEP} || ' is done without a decision that stands' FROM {STEPS}
        WHERE {DECIDED} AND s.state = 'done' AND c.state <> 'cancelled' AND NOT EXISTS (
            SELECT FROM lakip_approval a WHERE a.step_id = s.id AND a.round = s.round
                AND a.state = 'approved')""",
    "chained": f"""
        SELECT {APPROVAL} || ' claims a decision that is not in the ledger'
        FROM lakip_approval a JOIN lakip_cycle c ON c.id = a.cycle_id
        WHERE (a.state IN ('approved', 'returned') AND a.hash IS NULL)
           OR (a.hash IS NULL) <> (a.decision IS NULL)""",
    "versions": f"""
        SELECT {CYCLE} || ': the versions of ' || max(d.name) || ' (' || d.kind || ') are '
            || string_agg(d.version::text, ', ' ORDER BY d.version)
        FROM lakip_document d JOIN lakip_cycle c ON c.id = d.cycle_id
        GROUP BY c.id, {SERIES} HAVING max(d.version) <> count(*) OR min(d.version) <> 1
            OR count(DISTINCT d.version) <> count(*)""",
    "one_in_force": f"""
        SELECT {CYCLE} || ': ' || count(*) || ' versions of ' || max(d.name) || ' are in force'
        FROM lakip_document d JOIN lakip_cycle c ON c.id = d.cycle_id
        WHERE d.state IN ('current', 'signed') GROUP BY c.id, {SERIES} HAVING count(*) > 1""",
    "document_place": f"""
        SELECT {DOCUMENT} || ' has not the cycle, the row or the file that it names'
        FROM lakip_document d JOIN {STEPS} ON s.id = d.step_id
        JOIN ir_attachment f ON f.id = d.attachment_id
        WHERE s.cycle_id <> d.cycle_id OR f.res_model IS DISTINCT FROM 'lakip.document'
           OR f.res_id IS DISTINCT FROM d.id OR d.company_id IS DISTINCT FROM c.company_id""",
    "half_a_document": """
        SELECT 'File ' || f.id || ' (' || f.name || ') is of no document' FROM ir_attachment f
        LEFT JOIN lakip_document d ON d.id = f.res_id
        WHERE f.res_model = 'lakip.document' AND f.res_field IS NULL AND d.id IS NULL""",
    "signed": f"""
        SELECT {DOCUMENT} || ' is signed by ' || count(a.id) || ' signatures'
        FROM lakip_document d JOIN lakip_cycle c ON c.id = d.cycle_id
        LEFT JOIN (lakip_approval a JOIN lakip_step s ON s.id = a.step_id AND s.kind = 'signature')
            -- of release 19.0.1.0.0: the approved version is the signed one
            ON coalesce(a.signed_document_id, a.document_id) = d.id AND a.state = 'approved'
            AND a.decision = 'approved' AND coalesce(a.signed_sha256, a.sha256) = d.sha256
        GROUP BY c.id, d.id HAVING count(a.id) <> CASE WHEN d.state = 'signed' THEN 1 ELSE 0 END""",
    "signed_cycle": f"""
        SELECT {CYCLE} || ' was signed and has ' || count(d.id) || ' signed versions'
        FROM lakip_cycle c LEFT JOIN lakip_document d ON d.cycle_id = c.id AND d.state = 'signed'
            AND d.kind = 'report'
        WHERE EXISTS (SELECT FROM lakip_step s WHERE s.cycle_id = c.id AND s.kind = 'signature'
            AND s.state = 'done') GROUP BY c.id HAVING count(d.id) <> 1""",
    # ---- requests and deliveries
    "request_values": f"""
        SELECT {REQUEST} || ' has values of another state' FROM {REQUESTS}
        WHERE (q.state = 'sent' AND q.date_sent IS NULL)
           OR (q.state IN ('submitted', 'accepted')
                AND (q.date_submitted IS NULL OR q.submitted_user_id IS NULL))
           OR (q.state = 'accepted' AND (q.date_accepted >= q.date_submitted) IS NOT TRUE)
           OR (q.state = 'returned' AND coalesce(q.return_reason, '') = '')
           OR (q.state = 'waived' AND coalesce(q.waive_reason, '') = '')
           OR q.cycle_id IS DISTINCT FROM s.cycle_id OR s.kind <> 'collection'""",
    "request_deadline": f"""
        SELECT {REQUEST} || ' is due ' || coalesce(q.date_deadline::text, 'never')
            || ' and its row ' || coalesce(s.date_deadline::text, 'never') FROM {REQUESTS}
        WHERE q.date_deadline IS DISTINCT FROM s.date_deadline""",
    "request_open": f"""
        SELECT {REQUEST} || ' is open though its row is done' FROM {REQUESTS}
        WHERE s.state = 'done' AND q.state NOT IN ('accepted', 'waived')""",
    "item_files": f"""
        SELECT {REQUEST} || ', item ' || i.id || ': file ' || f.id || ' is of '
            || coalesce(f.res_model, 'nothing') || ' ' || coalesce(f.res_id, 0)
        FROM {REQUESTS} JOIN lakip_request_item i ON i.request_id = q.id
        JOIN (SELECT * FROM lakip_request_item_attachment_rel
              UNION SELECT * FROM lakip_request_item_old_attachment_rel) l
            ON l.lakip_request_item_id = i.id
        JOIN ir_attachment f ON f.id = l.ir_attachment_id
        LEFT JOIN lakip_request_item home
            ON f.res_model = 'lakip.request.item' AND home.id = f.res_id
        WHERE coalesce(home.request_id, 0) <> q.id
          AND NOT (coalesce(f.res_model, '') = 'lakip.request' AND f.res_id = q.id)""",
    "item_file_twice": f"""
        SELECT {REQUEST} || ', item ' || i.id || ': file ' || n.ir_attachment_id
            || ' is in force and replaced at once'
        FROM {REQUESTS} JOIN lakip_request_item i ON i.request_id = q.id
        JOIN lakip_request_item_attachment_rel n ON n.lakip_request_item_id = i.id
        JOIN lakip_request_item_old_attachment_rel o ON o.lakip_request_item_id = i.id
            AND o.ir_attachment_id = n.ir_attachment_id""",
    "delivered": f"""
        SELECT {STEP} || ' is done with delivery ' || y.id || ' not handed over' FROM {STEPS}
        JOIN lakip_delivery y ON y.step_id = s.id
        WHERE s.state = 'done' AND y.state <> 'delivered'""",
    "delivered_signed": f"""
        SELECT {CYCLE} || ' handed delivery ' || y.id || ' over without a signed version'
        FROM lakip_cycle c JOIN lakip_delivery y ON y.cycle_id = c.id
        WHERE y.state <> 'draft' AND NOT EXISTS (SELECT FROM lakip_document d
            WHERE d.cycle_id = c.id AND d.kind = 'report' AND d.state = 'signed')""",
    # ---- activities
    "step_activities": f"""
        SELECT {STEP} || ': user ' || coalesce(due.user_id, has.user_id) || ' has '
            || coalesce(has.count, 0) || ' activities instead of '
            || CASE WHEN due.user_id IS NULL THEN 0 ELSE 1 END
        FROM (SELECT r.lakip_step_id AS step_id, r.res_users_id AS user_id
              FROM lakip_step_user_rel r JOIN lakip_step s ON s.id = r.lakip_step_id
              JOIN res_users u ON u.id = r.res_users_id AND u.active
              WHERE s.state = 'active' AND NOT coalesce(s.is_on_hold, false)) due
        FULL JOIN (SELECT res_id AS step_id, user_id, count(*) FROM mail_activity
              WHERE res_model = 'lakip.step' AND active AND automated
                AND activity_type_id IN ({TYPES}) GROUP BY res_id, user_id) has
            ON has.step_id = due.step_id AND has.user_id = due.user_id
        LEFT JOIN ({STEPS}) ON s.id = coalesce(due.step_id, has.step_id)
        WHERE due.user_id IS NULL OR coalesce(has.count, 0) <> 1""",
    "request_activities": f"""
        SELECT {REQUEST} || ': user ' || coalesce(due.user_id, has.user_id) || ' has '
            || coalesce(has.count, 0) || ' activities instead of '
            || CASE WHEN due.user_id IS NULL THEN 0 ELSE 1 END
        FROM (SELECT r.lakip_request_id AS request_id, r.res_users_id AS user_id
              FROM lakip_request_user_rel r JOIN lakip_request q ON q.id = r.lakip_request_id
              JOIN lakip_step s ON s.id = q.step_id
              JOIN res_users u ON u.id = r.res_users_id AND u.active
              WHERE q.state IN ('sent', 'returned') AND s.state = 'active'
                AND NOT coalesce(s.is_on_hold, false)) due
        FULL JOIN (SELECT res_id AS request_id, user_id, count(*) FROM mail_activity
              WHERE res_model = 'lakip.request' AND active AND automated
                AND activity_type_id IN ({TYPES}) GROUP BY res_id, user_id) has
            ON has.request_id = due.request_id AND has.user_id = due.user_id
        LEFT JOIN ({REQUESTS}) ON q.id = coalesce(due.request_id, has.request_id)
        WHERE due.user_id IS NULL OR coalesce(has.count, 0) <> 1""",
    "activity_days": f"""
        SELECT {STEP} || ': activity ' || t.id || ' is due on ' || t.date_deadline
            || ', the row at ' || s.date_deadline FROM {STEPS}
        JOIN mail_activity t ON t.res_model = 'lakip.step' AND t.res_id = s.id AND t.active
            AND t.automated AND t.activity_type_id IN ({TYPES})
        WHERE s.state = 'active' AND abs(t.date_deadline - s.date_deadline::date) > 1""",
    # ---- Discuss
    "channel": f"""
        SELECT {CYCLE} || ' is ' || c.state || ' and its channel ' || h.id || ' is '
            || CASE WHEN h.active THEN 'open' ELSE 'closed' END
        FROM lakip_cycle c JOIN discuss_channel h ON h.id = c.channel_id
        WHERE h.active IS DISTINCT FROM (c.active AND c.state = 'running')""",
    "channel_members": f"""
        SELECT {CYCLE} || ': partner ' || coalesce(m.partner_id, 0) || ' is in its channel '
            || 'without a part in it' FROM lakip_cycle c
        JOIN discuss_channel_member m ON m.channel_id = c.channel_id
        WHERE NOT EXISTS (SELECT FROM lakip_cycle_channel_user_rel r
            JOIN res_users u ON u.id = r.res_users_id
            WHERE r.lakip_cycle_id = c.id AND u.partner_id = m.partner_id)""",
    "cards": f"""
        SELECT {APPROVAL} || ' has ' || count(m.id) || ' cards in the channel of its cycle'
        FROM lakip_approval a JOIN lakip_cycle c ON c.id = a.cycle_id
        LEFT JOIN mail_message m ON m.lakip_approval_id = a.id AND m.model = 'discuss.channel'
            AND m.res_id = c.channel_id
        WHERE a.state = 'pending' AND c.channel_id IS NOT NULL
        GROUP BY c.id, a.id HAVING count(m.id) <> 1""",
}
