"""The hash chain, by itself."""

from datetime import date, datetime, timedelta, timezone

from odoo.tests import BaseCase

from odoo.addons.lakip_sop.tools.hashchain import (
    GENESIS,
    Broken,
    Row,
    canonical,
    first_broken,
    link,
)


class TestHashchain(BaseCase):
    def setUp(self):
        super().setUp()
        self.payloads = [
            {"id": number, "user": 7, "date": datetime(2027, 1, 4, 3, number), "comment": None}
            for number in range(5)
        ]

    def _chain(self, payloads):
        rows, previous = [], GENESIS
        for payload in payloads:
            own = link(previous, payload)
            rows.append(Row(payload, previous, own))
            previous = own
        return rows

    def test_whole_chain_holds(self):
        self.assertIsNone(first_broken([]))
        self.assertIsNone(first_broken(self._chain(self.payloads)))

    def test_every_changed_field_is_found(self):
        for index, payload in enumerate(self.payloads):
            for key in payload:
                with self.subTest(index=index, key=key):
                    rows = self._chain(self.payloads)
                    changed = {**payload, key: "changed"}
                    rows[index] = Row(changed, rows[index].previous_hash, rows[index].hash)
                    self.assertEqual(first_broken(rows), Broken(index, "content"))

    def test_changed_row_with_new_hash_breaks_the_next(self):
        rows = self._chain(self.payloads)
        changed = {**self.payloads[2], "user": 8}
        rows[2] = Row(changed, rows[2].previous_hash, link(rows[2].previous_hash, changed))
        self.assertEqual(first_broken(rows), Broken(3, "previous"))

    def test_removed_inserted_and_moved_rows_are_found(self):
        rows = self._chain(self.payloads)
        self.assertEqual(first_broken(rows[1:]), Broken(0, "previous"))
        self.assertEqual(first_broken(rows[:2] + rows[3:]), Broken(2, "previous"))
        self.assertEqual(first_broken([rows[0], *rows]), Broken(1, "previous"))
        self.assertEqual(first_broken([rows[0], rows[2], rows[1]]), Broken(1, "previous"))

    def test_canonical_form_does_not_depend_on_how_it_was_made(self):
        jakarta = timezone(timedelta(hours=7))
        moment = datetime(2027, 1, 4, 3, 0, 5)
        self.assertEqual(
            canonical({"a": moment, "b": [1, 2]}),
            canonical({"b": (1, 2), "a": moment.replace(tzinfo=timezone.utc)}),
        )
        self.assertEqual(
            canonical({"a": moment}),
            canonical({"a": datetime(2027, 1, 4, 10, 0, 5, 999, tzinfo=jakarta)}),
        )
        self.assertNotEqual(canonical({"a": date(2027, 1, 4)}), canonical({"a": moment}))
        self.assertNotEqual(canonical({"a": True}), canonical({"a": 1}))
        self.assertNotEqual(canonical({"a": None}), canonical({"a": ""}))

    def test_what_has_no_canonical_form_is_refused(self):
        for value in (1.5, b"bytes", {1: "number as key"}, object()):
            with self.subTest(value=value), self.assertRaises(TypeError):
                canonical({"a": value})
