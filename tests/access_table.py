"""Who may what: every model and every act that matters, by role, in the cases that matter.

One line is one thing in one case. ``test_access_table.py`` tries every cell as that person, by a
call of the web client over HTTP, and compares; ``make access`` writes the same lines, in the words
of the screen, into ``docs/hak-akses.md``. Between two lines of one model only the case differs.
"""

from typing import NamedTuple

#: The columns: people of one agency, each with the group that their part gives them.
PEOPLE = {
    "A": "Staf Bidang A, yang datanya diminta",
    "B": "Kepala Bidang B, bidang lain",
    "T": "Anggota Tim Penyusun dalam SK Tim siklus ini",
    "t": "Pengguna dengan grup tim penyusun, di luar SK Tim siklus ini",
    "S": "Sekretaris",
    "R": "Kasubbag Renja dan Monev, pemilik siklus",
    "K": "Kepala Dinas",
    "P": "Wakil Sekretaris dengan grupnya; menjabat hanya pada keadaan “Plh.”",
    "X": "Mantan Sekretaris, Kasubbag dan Kepala Dinas: masa jabatan habis, ketiga grupnya tetap",
    "M": "Administrator LAKIP perangkat daerah ini, tanpa jabatan",
}
#: The columns of ``STRANGERS``.
OTHERS = {
    "O": "Sekretaris, Kasubbag, Kepala Dinas dan administrator LAKIP perangkat daerah lain",
    "U": "Pegawai perangkat daerah ini tanpa grup LAKIP",
    "V": "Pengguna portal",
    "N": "Siapa pun tanpa login",
}
#: The cases, in the order in which the cycle of 2026 goes through them: short name, meaning.
MOMENTS = {
    "draft": ("draf", "Siklus belum dimulai; SOP 09 berlaku"),
    "central": ("pusat", "Seperti draf, tetapi M administrator semua perangkat daerah"),
    "row1": ("langkah 1", "Arahan; giliran S"),
    "row2": ("langkah 2", "SK Tim; giliran R"),
    "row3": ("langkah 3", "Rapat penyusunan; giliran T"),
    "ask": ("4, draf", "Nota Dinas ke bidang masih draf; giliran T"),
    "sent": ("4, terkirim", "Nota Dinas terkirim; giliran A mengisi data Bidang A"),
    "handed": ("4, diserahkan", "Data Bidang A diserahkan; giliran T memeriksa"),
    "taken": ("4, diterima", "Data Bidang A diterima; giliran T"),
    "row5": ("langkah 5", "Draf LAKIP; giliran T"),
    "held": ("5, ditunda", "Langkah 5 ditunda oleh R"),
    "row7": ("langkah 7", "Rapat pembahasan; giliran T"),
    "row8": ("langkah 8", "Perbaikan; giliran T"),
    "row9": ("langkah 9", "Paraf pertama; giliran R"),
    "row10": ("langkah 10", "Paraf kedua; giliran S, R sudah memaraf"),
    "away": ("10, S pergi", "S tidak di kantor dan belum ada Plh."),
    "plh": ("10, Plh.", "P adalah Plh. Sekretaris: giliran P, bukan S"),
    "row11": ("langkah 11", "Tanda tangan; giliran K. P sudah memaraf dan bukan Plh. lagi"),
    "row12": ("langkah 12", "Arsip; giliran R, K sudah menandatangani"),
    "given": ("12, diantar", "Laporan sudah diserahkan ke semua penerima; giliran R"),
    "done": ("selesai", "Siklus selesai"),
}
#: What the word after a colon means.
WHICH = {
    "answer": "jawaban bidang",
    "budget": "pagu",
    "cancelled": "siklus lain, dibatalkan",
    "card": "kartu persetujuan",
    "decided": "keputusan terakhir",
    "draft": "draf",
    "effective": "yang berlaku",
    "first": "keputusan sebelumnya",
    "groups": "grupnya",
    "history": "catatan riwayat",
    "letter": "Nota Dinas ke Bidang A",
    "nip": "NIP dan pangkat",
    "own": "penulisnya A",
    "realization": "realisasi",
    "receipt": "tanda terima",
    "report": "naskah LAKIP",
    "review": "penilaian tim",
    "shared": "milik bersama",
    "talk": "pesan A pada permintaannya",
    "target": "target",
    "waiting": "yang belum mulai",
}
#: Acts that no button of the screen names.
ACT_NAMES = {
    "/lakip/archive": "Unduh arsip siklus (.zip)",
    "/lakip/audit": "Halaman audit",
    "/lakip/audit/xlsx": "Unduh audit (.xlsx)",
    "/lakip/company/sample": "Unduh contoh surat",
    "/lakip/cycle/compliance": "Unduh laporan kepatuhan",
    "/lakip/cycle/selfcheck": "Unduh swa-periksa",
    "/lakip/request/file": "Unggah berkas data Bidang A",
    "/lakip/sop/page": "Unduh halaman SOP",
    "/lakip/verify": "Halaman verifikasi tanda tangan (kode QR)",
    "/web/content": "Unduh berkas",
    "lakip.approval.action_card_approve": "Paraf dari kartu di Diskusi",
    "lakip.approval.action_card_return": "Kembalikan dari kartu di Diskusi",
    "lakip.approval.action_card_sign": "Tanda tangani dari kartu di Diskusi",
    "lakip.approval.export_data": "ekspor daftar",
    "lakip.approval.get_card_data": "isi kartu di Diskusi",
    "lakip.cycle.action_export_archive": "ekspor arsip (.zip)",
    "lakip.setup.action_close": "tutup daftar langkah awal",
    "lakip.setup.action_open": "buka satu langkah awal",
    "lakip.setup.action_resume": "lanjutkan satu langkah awal",
    "lakip.setup.action_skip": "lewati satu langkah awal",
    "res.company.action_lakip_sample": "contoh surat",
}

# c create, r read, w write, d delete. The third word tells which of them are tried: what another
# line of the model has told is not told again. A line with '=' is a heading.
RECORDS = """
= Pengaturan kantor
lakip.role                    draft   crwd  r    r    r    r    r    r    r    r    r    r
lakip.role                    central cwd   .    .    .    .    .    .    .    .    .    cwd
lakip.officer                 draft   crwd  r    r    r    r    r    r    r    r    r    crwd
lakip.sop:draft               draft   crwd  r    r    r    r    r    r    r    r    r    crwd
lakip.sop:shared              draft   crwd  r    r    r    r    r    r    r    r    r    r
lakip.sop:shared              central cwd   .    .    .    .    .    .    .    .    .    cwd
lakip.sop:effective           draft   rwd   r    r    r    r    r    r    r    r    r    r
lakip.sop:effective           central wd    .    .    .    .    .    .    .    .    .    .
lakip.sop.step:draft          draft   crwd  r    r    r    r    r    r    r    r    r    crwd
lakip.sop.step:effective      draft   crwd  r    r    r    r    r    r    r    r    r    r
lakip.scale                   draft   crwd  r    r    r    r    r    r    r    r    r    crwd
lakip.scale:shared            draft   crwd  r    r    r    r    r    r    r    r    r    r
lakip.scale:shared            central cwd   .    .    .    .    .    .    .    .    .    cwd
lakip.scale.line              draft   crwd  r    r    r    r    r    r    r    r    r    crwd
lakip.request.template        draft   crwd  .    .    r    r    r    crwd r    r    crwd crwd
lakip.request.template:shared draft   crwd  .    .    r    r    r    r    r    r    r    r
lakip.request.template:shared central cwd   .    .    .    .    .    .    .    .    .    cwd
lakip.signature               draft   crwd  c    c    c    c    c    rwd  c    c    c    c
lakip.reminder                draft   crwd  .    .    .    .    .    .    .    .    .    .
= Siklus dan SK Tim
lakip.cycle                   draft   crwd  r    r    r    r    r    crwd r    r    r    crwd
lakip.cycle                   ask     wd    .    .    .    .    .    w    .    .    .    w
lakip.cycle                   done    wd    .    .    .    .    .    .    .    .    .    .
lakip.cycle:cancelled         draft   rwd   r    r    r    r    r    r    r    r    r    r
lakip.cycle.member            draft   crwd  r    r    r    r    r    crwd r    r    r    crwd
lakip.cycle.member            row2    cwd   .    .    .    .    .    cwd  .    .    .    cwd
lakip.cycle.member            row3    cwd   .    .    .    .    .    cwd  .    .    .    cwd
lakip.cycle.member            done    cwd   .    .    .    .    .    .    .    .    .    .
= Langkah
lakip.step                    row1    crwd  r    r    r    r    rw   r    r    r    r    r
lakip.step                    row3    w     .    .    w    .    .    .    .    .    .    .
lakip.step:waiting            row3    w     .    .    .    .    .    .    .    .    .    .
lakip.step                    held    w     .    .    .    .    .    .    .    .    .    .
lakip.step                    plh     w     .    .    .    .    .    .    .    w    .    .
lakip.step                    row12   w     .    .    .    .    .    w    .    .    .    .
lakip.step                    done    wd    .    .    .    .    .    .    .    .    .    .
lakip.step.round              row5    crwd  r    r    r    r    r    r    r    r    r    r
lakip.step.hold               held    crwd  r    r    r    r    r    r    r    r    r    r
lakip.step.analysis           row5    crwd  .    .    r    r    r    r    r    r    r    r
lakip.agenda                  row5    crwd  r    r    r    r    r    r    r    r    r    r
lakip.work                    row5    crwd  .    .    r    .    .    .    .    .    .    .
lakip.attendance              row3    crwd  r    r    crwd r    r    r    r    r    r    r
lakip.attendance              ask     cwd   .    .    .    .    .    .    .    .    .    .
lakip.follow.up               row3    crwd  r    r    crwd r    r    r    r    r    r    r
lakip.follow.up               ask     cwd   .    .    .    .    .    .    .    .    .    .
= Data Bidang A
lakip.request                 ask     crwd  .    .    rw   r    r    r    r    r    r    r
lakip.request                 sent    rw    r    .    rw   r    r    r    r    r    r    r
lakip.request                 handed  w     .    .    .    .    .    .    .    .    .    .
lakip.request                 taken   w     .    .    .    .    .    .    .    .    .    .
lakip.request.item            ask     crwd  .    .    crwd r    r    r    r    r    r    r
lakip.request.item            sent    crwd  r    .    r    r    r    r    r    r    r    r
lakip.request.item:answer     sent    w     w    .    .    .    .    .    .    .    .    .
lakip.request.item:answer     handed  w     .    .    .    .    .    .    .    .    .    .
lakip.request.item:review     handed  w     .    .    w    .    .    .    .    .    .    .
lakip.request.item:answer     taken   w     .    .    .    .    .    .    .    .    .    .
lakip.request.item:review     taken   w     .    .    .    .    .    .    .    .    .    .
lakip.request.analysis        sent    crwd  .    .    r    r    r    r    r    r    r    r
lakip.objective               sent    crwd  r    .    crwd crwd crwd crwd crwd crwd crwd crwd
lakip.objective               row12   cwd   .    .    .    .    .    .    .    .    .    .
lakip.indicator:target        sent    crwd  r    .    crwd crwd crwd crwd crwd crwd crwd crwd
lakip.indicator:realization   ask     w     .    .    w    w    w    w    w    w    w    w
lakip.indicator:realization   sent    w     w    .    w    w    w    w    w    w    w    w
lakip.indicator:realization   handed  w     .    .    w    w    w    w    w    w    w    w
lakip.indicator:realization   row12   w     .    .    .    .    .    .    .    .    .    .
lakip.indicator.year          sent    crwd  r    .    crwd crwd crwd crwd crwd crwd crwd crwd
lakip.program:budget          sent    crwd  r    .    crwd crwd crwd crwd crwd crwd crwd crwd
lakip.program:realization     sent    w     w    .    w    w    w    w    w    w    w    w
lakip.program:realization     row12   w     .    .    .    .    .    .    .    .    .    .
= Laporan
lakip.section                 row5    crwd  r    r    crwd crwd crwd crwd crwd crwd crwd crwd
lakip.section:own             row5    rw    rw   r    rw   rw   rw   rw   rw   rw   rw   rw
lakip.section:own             row12   w     .    .    .    .    .    .    .    .    .    .
lakip.correction              row7    crwd  r    r    crwd r    r    r    r    r    r    r
lakip.correction              row8    cwd   .    .    w    .    .    .    .    .    .    .
lakip.correction              row9    w     .    .    .    .    .    .    .    .    .    .
lakip.selfcheck               row5    crwd  .    .    rw   rw   rw   rw   rw   rw   rw   rw
lakip.selfcheck               done    w     .    .    w    w    w    w    w    w    w    w
lakip.selfcheck:cancelled     draft   w     .    .    .    .    .    .    .    .    .    .
lakip.document                row5    crwd  r    r    r    r    r    r    r    r    r    r
lakip.document:report         done    crwd  r    r    r    r    r    r    r    r    r    r
lakip.document:letter         sent    crwd  r    .    r    r    r    r    r    r    r    r
lakip.document.pdf            row5    crwd  r    r    r    r    r    r    r    r    r    r
lakip.document.pdf:letter     sent    r     r    .    r    r    r    r    r    r    r    r
lakip.approval                row10   crwd  r    r    r    r    r    r    r    r    r    r
lakip.approval                done    wd    .    .    .    .    .    .    .    .    .    .
lakip.delivery                row12   crwd  r    r    r    r    r    crwd r    r    r    r
lakip.delivery                given   wd    .    .    .    .    .    .    .    .    .    .
= Jendela: hanya milik yang membukanya; yang dilakukan di dalamnya diperiksa tersendiri
lakip.reason.wizard           draft   crw   c    c    c    c    c    crw  c    c    c    c
lakip.reason.wizard.line      draft   crw   .    .    .    .    .    crw  .    .    .    .
lakip.upload.wizard           row1    crw   c    c    c    c    c    crw  c    c    c    c
lakip.acting.wizard           away    crw   c    c    c    c    c    crw  c    c    c    c
lakip.sign.wizard             row11   crw   c    c    c    c    c    c    crw  c    c    c
lakip.archive.wizard          done    crw   .    .    .    .    c    crw  c    c    c    c
lakip.division.wizard         draft   crw   .    .    .    .    .    .    .    .    .    crw
lakip.division.wizard.line    draft   crw   .    .    .    .    .    .    .    .    .    crw
lakip.officer.wizard          draft   crw   .    .    .    .    .    .    .    .    .    crw
lakip.officer.wizard.line     draft   crw   .    .    .    .    .    .    .    .    .    crw
lakip.team.wizard             draft   crw   .    .    .    .    .    .    .    .    .    crw
lakip.team.wizard.line        draft   crw   .    .    .    .    .    .    .    .    .    crw
lakip.letterhead.wizard       draft   crw   .    .    .    .    .    .    .    .    .    crw
lakip.holiday.wizard          draft   crw   .    .    .    .    .    .    .    .    .    crw
lakip.holiday.wizard.line     draft   crw   .    .    .    .    .    .    .    .    .    crw
lakip.worktime.wizard         draft   crw   .    .    .    .    .    .    .    .    .    crw
= Data Odoo yang hak aksesnya diatur aplikasi ini
ir.attachment:report          row5    crwd  r    r    r    r    r    r    r    r    r    r
ir.attachment:letter          sent    r     r    .    r    r    r    r    r    r    r    r
ir.attachment:answer          sent    crwd  cr   .    cr   cr   cr   cr   cr   cr   cr   cr
ir.attachment:answer          taken   wd    .    .    .    .    .    .    .    .    .    .
ir.attachment:receipt         given   crwd  r    r    r    r    r    r    r    r    r    r
mail.message:card             row10   crwd  .    r    r    .    r    r    r    .    .    .
mail.message:talk             sent    crwd  crwd .    cr   cr   cr   cr   cr   cr   cr   cr
mail.message:history          row5    crwd  cr   cr   cr   cr   cr   cr   cr   cr   cr   cr
mail.activity                 row5    crwd  crwd crwd crwd crwd crwd crwd crwd crwd crwd crwd
discuss.channel               row5    crwd  c    crw  crw  c    crw  crw  crw  c    c    c
discuss.channel.member        row5    crwd  .    r    rwd  .    r    r    r    .    .    .
calendar.event                row3    crwd  rwd  rwd  rwd  rwd  rwd  rwd  rwd  rwd  rwd  rwd
hr.employee:nip               draft   rw    .    .    .    .    .    .    .    .    .    .
hr.department                 draft   rw    r    r    r    r    r    r    r    r    r    r
res.company                   draft   rw    r    r    r    r    r    r    r    r    r    r
res.users:groups              draft   rw    r    r    r    r    r    r    r    r    r    r
"""

# y may, . is refused. The record is that of the moment: the row that runs, the request to A.
ACTS = """
= Pengaturan
lakip.setup.action_open                 draft   . . . . . . . . . y
lakip.setup.action_skip                 draft   . . . . . . . . . y
lakip.setup.action_resume               draft   . . . . . . . . . y
lakip.setup.action_close                draft   . . . . . . . . . y
lakip.division.wizard.action_apply      draft   . . . . . . . . . y
lakip.officer.wizard.action_apply       draft   . . . . . . . . . y
lakip.team.wizard.action_apply          draft   . . . . . . . . . y
lakip.letterhead.wizard.action_apply    draft   . . . . . . . . . y
lakip.worktime.wizard.action_apply      draft   . . . . . . . . . .
lakip.holiday.wizard.action_apply       draft   . . . . . . . . . y
res.company.action_lakip_sample         draft   . . . . . . . . . y
/lakip/company/sample                   draft   . . . . . . . . . y
lakip.sop.action_make_effective:draft   draft   . . . . . . . . . y
lakip.sop.action_make_effective:shared  draft   . . . . . . . . . .
lakip.sop.action_make_effective:shared  central . . . . . . . . . y
lakip.sop.action_revise                 draft   . . . . . . . . . y
lakip.sop.action_print_page             draft   y y y y y y y y y y
/lakip/sop/page                         draft   y y y y y y y y y y
= Siklus
lakip.cycle.action_start                draft   . . . . . y . . . y
lakip.cycle.action_copy_previous        draft   . . . . . y . . . y
lakip.cycle.action_carry_over           draft   . . y y y y y y y y
lakip.cycle.action_propose_sections     draft   . . y y y y y y y y
lakip.step.action_propose_sections      row5    . . y y y y y y y y
lakip.cycle.action_take_over_sections   row5    . . y y y y y y y y
lakip.section.action_take_over          row5    . . y y y y y y y y
lakip.cycle.action_fill_previous_years  row5    . . y y y y y y y y
lakip.cycle.action_open_selfcheck       row5    . . y y y y y y y y
lakip.cycle.action_print_selfcheck      row5    . . y y y y y y y y
/lakip/cycle/selfcheck                  row5    . . y y y y y y y y
lakip.cycle.action_cancel               draft   . . . . . y . . . y
lakip.cycle.action_cancel               row1    . . . . . y . . . y
lakip.cycle.action_cancel               row11   . . . . . y . . . y
lakip.cycle.action_cancel               row12   . . . . . . . . . .
lakip.cycle.action_cancel               done    . . . . . . . . . .
lakip.cycle.action_start:cancelled      draft   . . . . . . . . . .
lakip.cycle.action_cancel:cancelled     draft   . . . . . . . . . .
= Langkah: giliran yang menentukan
lakip.step.action_generate_document     row1    . . . . y . . . . .
lakip.step.action_generate_document     row2    . . . . . y . . . .
lakip.step.action_generate_document     row5    . . y . . . . . . .
lakip.step.action_generate_document     held    . . . . . . . . . .
lakip.upload.wizard.action_confirm      row1    . . . . y . . . . .
lakip.upload.wizard.action_confirm      row5    . . y . . . . . . .
lakip.upload.wizard.action_confirm      row9    . . . . . . . . . .
lakip.step.action_mark_all_present      row3    . . y . . . . . . .
lakip.step.action_generate_invitation   row3    . . y . . . . . . .
lakip.step.action_generate_material     row7    . . y . . . . . . .
lakip.step.action_propose_meeting       row3    . . . . . . . . . .
lakip.step.action_take_number           row3    . . y . . . . . . .
lakip.step.action_upload_document       row5    . . y . . . . . . .
lakip.step.action_complete              row1    . . . . y . . . . .
lakip.step.action_complete              row2    . . . . . y . . . .
lakip.step.action_complete              row3    . . y . . . . . . .
lakip.step.action_complete              taken   . . y . . . . . . .
lakip.step.action_complete              row5    . . y . . . . . . .
lakip.step.action_complete              held    . . . . . . . . . .
lakip.step.action_complete              row7    . . y . . . . . . .
lakip.step.action_complete              row9    . . . . . . . . . .
lakip.step.action_complete              row12   . . . . . . . . . .
lakip.step.action_complete              given   . . . . . y . . . .
lakip.step.action_complete              done    . . . . . . . . . .
lakip.step.action_answer_no             row1    . . . . . . . . . .
lakip.step.action_return                row1    . . . . . . . . . .
lakip.step.action_hold                  row1    . . . . . y . . . y
lakip.step.action_hold                  held    . . . . . . . . . .
lakip.step.action_hold                  done    . . . . . . . . . .
lakip.step.action_resume                held    . . . . . y . . . y
lakip.reason.wizard.action_confirm      row1    . . . . . y . . . y
= Permintaan data ke Bidang A
lakip.request.action_send               ask     . . y . . . . . . .
lakip.step.action_send_requests         ask     . . y . . . . . . .
lakip.request.action_take_number        ask     . . y . . . . . . .
lakip.step.action_number_requests       ask     . . y . . . . . . .
lakip.request.action_write_letters      ask     . . y . . . . . . .
lakip.request.action_waive              ask     . . y . . . . . . .
lakip.request.action_submit             ask     . . . . . . . . . .
lakip.request.action_open_letter        ask     . . . . . . . . . .
lakip.request.action_open_letter        sent    y . y y y y y y y y
/lakip/request/file                     sent    y . . . . . . . . .
/lakip/request/file                     handed  . . . . . . . . . .
lakip.request.action_download_workbook  sent    y . y y y y y y y y
lakip.request.action_submit             sent    y . . . . . . . . .
lakip.request.action_submit             handed  . . . . . . . . . .
lakip.request.action_accept             sent    . . . . . . . . . .
lakip.request.action_accept             handed  . . y . . . . . . .
lakip.request.action_return             handed  . . y . . . . . . .
lakip.request.action_return             taken   . . y . . . . . . .
lakip.request.action_return             done    . . . . . . . . . .
lakip.request.action_waive              sent    . . y . . . . . . .
lakip.request.action_waive              handed  . . y . . . . . . .
lakip.request.action_waive              taken   . . . . . . . . . .
lakip.request.item.action_mark_ok       handed  . . y . . . . . . .
/web/content:letter                     sent    y . y y y y y y y y
/web/content:answer                     sent    y . y y y y y y y y
/web/content:answer                     done    y . y y y y y y y y
= Laporan, paraf dan tanda tangan
lakip.section.action_done:own           row5    y . y y y y y y y y
lakip.section.action_reopen:own         done    . . . . . . . . . .
lakip.correction.action_resolve         row7    . . . . . . . . . .
lakip.correction.action_resolve         row8    . . y . . . . . . .
lakip.correction.action_reopen          row9    . . . . . . . . . .
lakip.document.action_print_pdf         row5    y y y y y y y y y y
lakip.document.action_print_pdf:letter  row5    y . y y y y y y y y
/web/content:report                     row5    y y y y y y y y y y
lakip.approval.action_approve           row9    . . . . . y . . . .
lakip.approval.action_approve           row10   . . . . y . . . . .
lakip.approval.action_approve           plh     . . . . . . . y . .
lakip.step.action_approve               row9    . . . . . y . . . .
lakip.approval.action_card_approve      row9    . . . . . y . . . .
lakip.approval.action_card_return       row9    . . . . . y . . . .
lakip.approval.action_card_sign         row11   . . . . . . y . . .
lakip.approval.action_return            row9    . . . . . y . . . .
lakip.approval.action_return            row10   . . . . y . . . . .
lakip.approval.action_return            plh     . . . . . . . y . .
lakip.approval.action_return            row11   . . . . . . y . . .
lakip.approval.action_return            done    . . . . . . . . . .
lakip.step.action_return                row9    . . . . . y . . . .
lakip.approval.action_withdraw:decided  row10   . . . . . y . . . .
lakip.approval.action_withdraw:decided  plh     . . . . . y . . . .
lakip.approval.action_withdraw:decided  row11   . . . . . . . . . .
lakip.approval.action_withdraw:first    row11   . . . . . . . . . .
lakip.approval.action_withdraw:decided  row12   . . . . . . y . . .
lakip.approval.action_withdraw:decided  given   . . . . . . . . . .
lakip.approval.action_withdraw:decided  done    . . . . . . . . . .
lakip.approval.action_open_sign_wizard  row11   . . . . . . y . . .
lakip.sign.wizard.action_sign           row11   . . . . . . y . . .
lakip.sign.wizard.action_sign           done    . . . . . . . . . .
lakip.step.action_name_acting           row10   . . . . . . . . . .
lakip.step.action_name_acting           away    . . . . . y . . . y
lakip.acting.wizard.action_confirm      away    . . . . . y . . . y
= Arsip dan pembuktian
lakip.delivery.action_take_number       row12   . . . . . y . . . .
lakip.delivery.action_generate_letter   row12   . . . . . y . . . .
lakip.delivery.action_send_email        row12   . . . . . y . . . .
lakip.delivery.action_deliver           row12   . . . . . y . . . .
lakip.delivery.action_deliver           given   . . . . . . . . . .
lakip.cycle.action_verify               done    y y y y y y y y y y
lakip.cycle.action_open_audit           done    . . . . y y y y y y
/lakip/audit                            done    . . . . y y y y y y
/lakip/audit/xlsx                       done    . . . . y y y y y y
lakip.cycle.action_export_archive       done    . . . . y y y y y y
/lakip/archive                          done    . . . . y y y y y y
lakip.archive.wizard.action_compare     done    . . . . y y y y y y
lakip.cycle.action_print_compliance     done    . . . . y y y y y y
/lakip/cycle/compliance                 done    . . . . y y y y y y
lakip.approval.get_card_data            done    y y y y y y y y y y
lakip.approval.export_data              done    y y y y y y y y y y
/lakip/verify                           done    y y y y y y y y y y
"""

# What strangers may, tried on the first line of each thing above; all else is refused to them.
# O does it in a company of its own: windows and first steps are not those of the agency.
STRANGERS = """
lakip.role                              r    .    .    .
lakip.sop:effective                     r    .    .    .
lakip.sop.step:effective                r    .    .    .
lakip.request.template:shared           r    .    .    .
lakip.signature                         c    .    .    .
lakip.reason.wizard                     c    .    .    .
lakip.division.wizard                   c    .    .    .
lakip.team.wizard                       c    .    .    .
lakip.letterhead.wizard                 c    .    .    .
lakip.holiday.wizard                    c    .    .    .
lakip.worktime.wizard                   c    .    .    .
hr.department                           .    r    .    .
res.company                             .    r    r    .
res.users:groups                        r    r    .    .
lakip.setup.action_open                 y    .    .    .
lakip.setup.action_skip                 y    .    .    .
lakip.setup.action_resume               y    .    .    .
lakip.team.wizard.action_apply          y    .    .    .
lakip.letterhead.wizard.action_apply    y    .    .    .
lakip.holiday.wizard.action_apply       y    .    .    .
lakip.sop.action_revise                 y    .    .    .
discuss.channel                         c    c    .    .
lakip.archive.wizard                    c    .    .    .
lakip.sop:shared                        r    .    .    .
lakip.scale:shared                      r    .    .    .
lakip.setup.action_close                y    .    .    .
lakip.sop.action_print_page             y    .    .    .
/lakip/sop/page                         y    .    .    .
/lakip/verify                           y    y    y    y
"""


class Line(NamedTuple):
    """One line: ``name`` is 'model', 'model:which', 'model.method:which' or an address.

    ``tried`` are the letters that are tried, ``cells`` those that are allowed, by column.
    """

    name: str
    moment: str
    tried: str
    cells: dict


def read_groups(text, columns):
    """Yield (heading, its lines) of a table; a line that starts with '=' is a heading."""
    heading, lines = "", []
    for words in filter(None, map(str.split, text.splitlines())):
        if words[0] == "=":
            if lines:
                yield heading, lines
            heading, lines = " ".join(words[1:]), []
            continue
        head, cells = words[: -len(columns)], words[-len(columns) :]
        name, moment, tried = (*head, "", "y") if len(head) == 1 else (*head, "y")[:3]
        lines.append(Line(name, moment, tried, dict(zip(columns, cells, strict=True))))
    yield heading, lines


def read(text, columns):
    """Return the ``Line``s of a table."""
    return [line for _heading, lines in read_groups(text, columns) for line in lines]


def count_cells():
    """Return how many trials the tables stand for, those of strangers included."""
    count, met = 0, set()
    for line in (*read(RECORDS, PEOPLE), *read(ACTS, PEOPLE)):
        people = len(PEOPLE) + (0 if line.name in met else len(OTHERS))
        count += len(line.tried) * people
        met.add(line.name)
    return count
