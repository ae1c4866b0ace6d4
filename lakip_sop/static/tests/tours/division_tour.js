import { addTour, fitsScreen, makePhoto } from "./steps";

const PAGE = ".o_form_view .o_lakip_request_items";

/** What is asked, by its name. */
export const item = (name) => `${PAGE} .o_lakip_request_item:has(h3:contains(${name}))`;

/** How many percent of the required items are there. */
const isThere = (percent) => ({
    content: `${percent} % of what is required is there`,
    trigger: `.o_lakip_request_progress [role=progressbar][aria-valuenow='${percent}']`,
});

function toTransfer(files) {
    const transfer = new DataTransfer();
    files.forEach((file) => transfer.items.add(file));
    return transfer;
}

/** Put files into an input of an item and wait until the server has them. */
export function choose(name, input, makeFiles, fileName) {
    return [
        {
            content: `choose a file for ${name}`,
            trigger: `${item(name)} ${input} + label`,
            async run() {
                const field = this.anchor.previousElementSibling;
                field.files = toTransfer(await makeFiles()).files;
                field.dispatchEvent(new Event("change", { bubbles: true }));
            },
        },
        {
            content: `${fileName} is there`,
            trigger: `${item(name)} .o_lakip_file:contains(${fileName})`,
        },
    ];
}

/** Write the answer in words; it is kept when its field is left. */
function answer(name, text) {
    return [
        {
            content: `answer ${name}`,
            trigger: `${item(name)} textarea`,
            run: `edit ${text}`,
        },
        {
            content: "go on to something else",
            trigger: `${item(name)} h3`,
            run: ({ anchor }) => anchor.focus(),
        },
        { content: "it is answered", trigger: `${item(name)}[data-status=answered]` },
    ];
}

/** Hand in. People press twice when they are in a hurry. */
export const handIn = (how = "click") => ({
    content: "hand in",
    trigger: ".o_form_view .o_lakip_request_bar button[name=action_submit]:enabled",
    run: how,
});

/** Nothing can be changed any more, and a notice in view says that the team has it. */
export const isSent = () => [
    {
        content: "it is sent: waiting for the team",
        trigger: "body:not(:has(.modal)) .o_form_view .alert-success:has([name=submitted_text])",
        run() {
            if (document.activeElement !== this.anchor) {
                throw new Error("The notice has no focus");
            }
        },
    },
    {
        content: "nothing can be changed any more",
        trigger: `.o_form_view:not(:has(button[name=action_submit])) ${PAGE.replace(".o_form_view ", "")}:not(:has(input, textarea, button))`,
    },
];

const csv = (name, content = "Indikator,Target,Realisasi\nLayanan daring,85,87.5\n") =>
    new File([content], name, { type: "text/csv" });

/** Drop files on an element, as from the desktop. */
function drop(trigger, makeFiles) {
    return {
        content: `drop files on ${trigger}`,
        trigger,
        async run() {
            const dataTransfer = toTransfer(await makeFiles());
            for (const type of ["dragenter", "dragover", "drop"]) {
                this.anchor.dispatchEvent(
                    new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer })
                );
            }
        },
    };
}

/** On a phone, from the menu: files, a photo and answers for what is asked, then hand in. */
addTour("lakip_sop.division_staff_hands_in", {
    steps: () => [
        {
            content: "the one request under way opens by itself",
            trigger: `${PAGE} .o_lakip_request_item[data-status=missing]`,
        },
        {
            content: "until when, in words",
            trigger: ".o_form_view .o_field_widget[name=deadline_text]:contains(/[0-9]{4}/)",
        },
        { content: "what is left", trigger: ".o_field_widget[name=left_text]:contains(/[0-9]/)" },
        fitsScreen(".o_form_view .o_content"),
        {
            content: "the buttons are as large as a thumb",
            trigger: `${PAGE} .o_lakip_dropzone label`,
            run() {
                const { height } = this.anchor.getBoundingClientRect();
                if (height < 44) {
                    throw new Error(`Only ${height} px high`);
                }
            },
        },
        ...choose(
            "Realisasi indikator",
            ".o_lakip_file_input",
            () => [csv("realisasi.csv")],
            "realisasi.csv"
        ),
        isThere(25),
        ...answer("Realisasi anggaran", "Pagu 100 juta, realisasi 98 juta."),
        ...answer("Program dan kegiatan", "Dua kegiatan, keduanya selesai."),
        ...answer("Hambatan dan solusi", "Tidak ada hambatan."),
        isThere(100),
        ...choose(
            "Dokumentasi",
            ".o_lakip_camera input",
            async () => [await makePhoto("kegiatan.jpg")],
            "kegiatan.jpg"
        ),
        fitsScreen(".o_form_view .o_content"),
        handIn("dblclick"),
        ...isSent(),
        fitsScreen(".o_form_view .o_content"),
    ],
});

/** At a desk: drop, be refused, be asked, replace, remove and put back; hand in. */
addTour("lakip_sop.division_staff_at_a_desk", {
    steps: () => [
        { content: "what is asked", trigger: `${item("Realisasi indikator")}[data-status=missing]` },
        drop(`${item("Realisasi indikator")} .o_lakip_dropzone`, () => [
            csv("realisasi.csv"),
            new File(["<html>"], "laporan.pdf", { type: "application/pdf" }),
        ]),
        {
            content: "the good file is there",
            trigger: `${item("Realisasi indikator")} .o_lakip_file:contains(realisasi.csv)`,
        },
        {
            content: "the other stays with the reason",
            trigger: `${item("Realisasi indikator")} .o_lakip_upload[data-state=refused] [role=alert]:contains(laporan.pdf)`,
        },
        {
            content: "take it out of the list",
            trigger: ".o_lakip_upload[data-state=refused] button[name=dismiss_upload]",
            run: "click",
        },
        { trigger: `${PAGE}:not(:has(.o_lakip_upload))` },
        drop(".o_form_view h1", () => [csv("anggaran.csv", "Pagu,Realisasi\n100,98\n")]),
        {
            content: "it belongs to the budget",
            trigger: ".modal .o_lakip_place:contains(Realisasi anggaran)",
            run: "click",
        },
        {
            content: "there it is",
            trigger: `${item("Realisasi anggaran")} .o_lakip_file:contains(anggaran.csv)`,
        },
        isThere(50),
        ...choose(
            "Realisasi anggaran",
            ".o_lakip_file input",
            () => [csv("anggaran-baru.csv", "Pagu,Realisasi\n100,99\n")],
            "anggaran-baru.csv"
        ),
        {
            content: "the replaced file is among the earlier ones",
            trigger: `${item("Realisasi anggaran")} details summary`,
            run: "click",
        },
        {
            trigger: `${item("Realisasi anggaran")} .o_lakip_old_file:contains(/^anggaran.csv/)`,
        },
        {
            content: "remove a file",
            trigger: `${item("Realisasi indikator")} button[name=remove_file]`,
            run: "click",
        },
        { trigger: `${item("Realisasi indikator")}[data-status=missing] details summary`, run: "click" },
        {
            content: "put it back",
            trigger: `${item("Realisasi indikator")} button[name=restore_file]`,
            run: "click",
        },
        { trigger: `${item("Realisasi indikator")}[data-status=answered]` },
        drop(`${item("Program dan kegiatan")} .o_lakip_dropzone`, () => [csv("program.csv")]),
        {
            content: "it is there",
            trigger: `${item("Program dan kegiatan")} .o_lakip_file:contains(program.csv)`,
        },
        handIn(),
        {
            content: "something is missing: it is named",
            trigger: ".modal:contains(Hambatan dan solusi) .modal-footer .btn-primary",
            run: "click",
        },
        ...answer("Hambatan dan solusi", "Tidak ada hambatan."),
        isThere(100),
        handIn(),
        ...isSent(),
    ],
});

/** The team returned it: the reason and the remarks are on top and lead to what is meant. */
addTour("lakip_sop.division_staff_after_return", {
    steps: () => [
        {
            content: "the reason is on top",
            trigger: ".o_form_view .alert-warning:contains(Lengkapi)",
        },
        {
            content: "the remark leads to its item",
            trigger: ".alert-warning .o_lakip_return_points button",
            run: "click",
        },
        {
            content: "there the remark stands as well",
            trigger: `${item("Realisasi anggaran")}[data-status=not_ok]:has(h3:focus):contains(Jumlah tidak cocok)`,
        },
        ...choose(
            "Realisasi anggaran",
            ".o_lakip_file_input",
            () => [csv("anggaran-3.csv", "Pagu,Realisasi\n100,97\n")],
            "anggaran-3.csv"
        ),
        handIn(),
        ...isSent(),
    ],
});
