import { user } from "@web/core/user";

import { addTour, drawSignature, giveReason, signWithPassword } from "./steps";

const CARD = ".o_lakip_approval_card";
const WAITING = `${CARD}[data-state='pending']`;

function confirmDialog() {
    return {
        content: "One click more: the paraf is confirmed",
        trigger: ".modal:contains('Give your paraf?') .modal-footer .btn-primary",
        run: "click",
    };
}

function giveParaf(scope, name) {
    return [
        {
            content: "The card names the document and the version",
            trigger: `${scope} ${WAITING}:contains('LAKIP 2026'):contains('Version 1')`,
        },
        {
            content: "The deadline is in words",
            trigger: `${scope} ${WAITING} .o_lakip_approval_deadline:contains(/(Until|Was due) \\w+day, /)`,
        },
        {
            content: "It is my turn",
            trigger: `${scope} ${WAITING} button[name='approve']:contains('Paraf')`,
            run: "click",
        },
        confirmDialog(),
        {
            content: "The card shows the decision and has no buttons any more",
            trigger: `${scope} ${CARD}[data-state='approved']:not(:has(button[name='approve'])):contains('Paraf of ${name}')`,
        },
    ];
}

function openSignature(scope) {
    return {
        content: "It is my turn to sign",
        trigger: `${scope} ${WAITING}:not(:has(button[name='approve'])) button[name='sign']`,
        run: "click",
    };
}

function seeSigned(scope) {
    return {
        content: "The card shows the signature and has no buttons any more",
        trigger: `${scope} ${CARD}[data-state='approved']:not(:has(button[name='sign'])):contains('Signed by Kepala Uji')`,
    };
}

function openChannel() {
    return {
        content: "The channel of the cycle is open",
        trigger: ".o-mail-DiscussContent-threadName[title^='LAKIP 2026']",
    };
}

/** From the systray, as on any page of Odoo. */
function openChatWindow(act) {
    return [
        {
            trigger: ".o_menu_systray i[aria-label='Messages']",
            run: "click",
        },
        {
            isActive: ["desktop"],
            trigger: ".o-mail-MessagingMenu-headerFilter:contains('Chats')",
            run: "click",
        },
        {
            content: "The inbox has an entry of its own: the direct chat is meant",
            trigger: `.o-mail-NotificationItem:contains('waits for your ${act}'):has(.o-mail-NotificationItem-name:contains(/^OdooBot$/))`,
            run: "click",
        },
    ];
}

/** Nothing of an element lies outside the screen, and what is pressed is made for a thumb. */
function fitsPhone(trigger) {
    return {
        content: `${trigger} can be seen and pressed on a phone`,
        trigger,
        run({ anchor }) {
            const { left, right } = anchor.getBoundingClientRect();
            if (left < 0 || right > window.innerWidth) {
                throw new Error(`${trigger} spans ${left} to ${right} of ${window.innerWidth}`);
            }
            for (const button of anchor.querySelectorAll(".o_lakip_approval_buttons button")) {
                const { height } = button.getBoundingClientRect();
                if (height < 40) {
                    throw new Error(`The button ${button.name} is ${height} px high`);
                }
            }
        },
    };
}

for (const [role, name] of [
    ["planning_head", "Kasubbag Uji"],
    ["secretary", "Sekretaris Uji"],
]) {
    addTour(`lakip_sop.card_channel_${role}`, {
        steps: () => [openChannel(), ...giveParaf(".o-mail-DiscussContent", name)],
    });
    addTour(`lakip_sop.card_chat_window_${role}`, {
        steps: () => [...openChatWindow("paraf"), ...giveParaf(".o-mail-ChatWindow", name)],
    });
}

addTour("lakip_sop.card_channel_agency_head", {
    steps: () => [
        openChannel(),
        {
            content: "What was given before is on the card",
            trigger: `.o-mail-DiscussContent ${WAITING}:contains('Your turn'):contains('Paraf of Kasubbag Uji'):contains('Paraf of Sekretaris Uji')`,
        },
        openSignature(".o-mail-DiscussContent"),
        {
            content: "Without a signature it goes no further",
            trigger: ".modal button[name=action_sign]:enabled",
            run: "click",
        },
        {
            content: "The pad is marked, and no password is asked",
            trigger: ".modal:not(:has([name=password])) .o_field_widget[name=signature].o_field_invalid",
        },
        drawSignature(),
        ...signWithPassword(),
        seeSigned(".o-mail-DiscussContent"),
    ],
});

addTour("lakip_sop.card_chat_window_agency_head", {
    steps: () => [
        ...openChatWindow("signature"),
        openSignature(".o-mail-ChatWindow"),
        {
            content: "My stored signature is proposed",
            trigger:
                ".modal:has(.o_field_widget[name=stored_signature] img):not(:has(canvas)) .o_field_widget[name=method] input[data-value=stored]:checked",
        },
        ...signWithPassword(),
        seeSigned(".o-mail-ChatWindow"),
    ],
});

addTour("lakip_sop.card_phone_sign", {
    steps: () => [
        ...openChatWindow("signature"),
        fitsPhone(`.o-mail-ChatWindow ${WAITING}`),
        openSignature(".o-mail-ChatWindow"),
        drawSignature(),
        fitsPhone(".modal .o_lakip_signature_pad"),
        ...signWithPassword(),
        seeSigned(".o-mail-ChatWindow"),
    ],
});

addTour("lakip_sop.card_phone", {
    steps: () => [
        ...openChatWindow("paraf"),
        fitsPhone(`.o-mail-ChatWindow ${WAITING}`),
        ...giveParaf(".o-mail-ChatWindow", "Sekretaris Uji"),
    ],
});

addTour("lakip_sop.card_inbox", {
    steps: () => [
        {
            content: "The inbox holds the card as well",
            trigger: `.o-mail-DiscussContent-threadName[title='Inbox']`,
        },
        ...giveParaf(".o-mail-DiscussContent", "Sekretaris Uji"),
    ],
});

addTour("lakip_sop.card_return", {
    steps: () => [
        {
            trigger: `.o-mail-DiscussContent ${WAITING} button[name='return']`,
            run: "click",
        },
        {
            trigger: ".modal div[name='reason'] textarea",
            run: "edit Belum lengkap",
        },
        {
            trigger: ".modal div[name='line_ids'] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            trigger: ".modal div[name='line_ids'] .o_selected_row div[name='section'] input",
            run: "edit BAB III",
        },
        {
            trigger: ".modal div[name='line_ids'] .o_selected_row div[name='name'] textarea",
            run: "edit Tabel kosong",
        },
        {
            trigger: ".modal div[name='line_ids'] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            trigger:
                ".modal div[name='line_ids'] tr:nth-child(2).o_selected_row div[name='name'] textarea",
            run: "edit Saran kurang",
        },
        {
            trigger: ".modal button[name='action_confirm']",
            run: "click",
        },
        {
            content: "Reason and decision are on the card",
            trigger: `.o-mail-DiscussContent ${CARD}[data-state='returned']:contains('Returned by Sekretaris Uji'):contains('Belum lengkap'):not(:has(button[name='return']))`,
        },
    ],
});

addTour("lakip_sop.card_other", {
    steps: () => [
        {
            content: "Whose turn it is not sees the same card without buttons",
            trigger: `.o-mail-DiscussContent ${WAITING}:contains('Turn of Sekretaris Uji'):not(:has(.o_lakip_approval_buttons))`,
        },
    ],
});

addTour("lakip_sop.card_activity_chatter", {
    steps: () => [
        {
            content: "The chatter shows the card",
            trigger: `.o-mail-Chatter ${WAITING}`,
        },
        {
            content: "The activity has the two buttons and no Mark Done",
            trigger:
                ".o-mail-Activity:has(button[name='return']):not(:has(.o-mail-Activity-markDone)) button[name='approve']",
            run: "click",
        },
        confirmDialog(),
        {
            trigger: `.o-mail-Chatter ${CARD}[data-state='approved']`,
        },
        {
            content: "The form has followed",
            trigger: ".o_form_view:not(:has(.o-mail-Activity button[name='approve']))",
        },
    ],
});

addTour("lakip_sop.card_activity_list", {
    steps: () => [
        {
            trigger: ".o_menu_systray i[aria-label='Activities']",
            run: "click",
        },
        {
            trigger: ".o-mail-ActivityGroup[data-model_name='lakip.step']",
            run: "click",
        },
        {
            trigger: ".o_switch_view.o_kanban",
            run: "click",
        },
        {
            trigger: ".o_kanban_record:contains('Memaraf') .o-mail-ActivityButton",
            run: "click",
        },
        {
            trigger:
                ".o-mail-ActivityListPopoverItem:has(button[name='return']):not(:has(.o-mail-ActivityListPopoverItem-markAsDone)) button[name='approve']",
            run: "click",
        },
        confirmDialog(),
        {
            trigger: "body:not(:has(.modal))",
        },
    ],
});

addTour("lakip_sop.card_command", {
    steps: () => [
        {
            trigger: `.o-mail-DiscussContent ${WAITING}`,
        },
        {
            trigger: ".o-mail-DiscussContent .o-mail-Composer-input",
            run: "edit /lakip",
        },
        {
            content: "Discuss offers the command and says what it does",
            trigger:
                ".o-mail-Composer-suggestionList .o-mail-Composer-suggestion:contains('Show where the LAKIP stands')",
            run: "click",
        },
        {
            trigger: ".o-mail-DiscussContent .o-mail-Composer-input:value('/lakip ')",
            run: "press Enter",
        },
        {
            content: "It was sent as a command and not as a message",
            trigger:
                ".o-mail-DiscussContent:has(.o-mail-Composer-input:not(:value('/lakip'))):not(:has(.o-mail-Message:contains('/lakip')))",
        },
    ],
});

addTour("lakip_sop.card_stale", {
    steps: () => [
        {
            content: "The version I know was returned, and another one waits",
            trigger: `.o-mail-DiscussContent:has(${WAITING}:contains('Version 2')) ${CARD}[data-state='returned']`,
            run({ anchor }) {
                // As on a screen that has missed what happened since
                const store = odoo.__WOWL_DEBUG__.root.env.services["mail.store"];
                const id = parseInt(anchor.dataset.approvalId);
                store["lakip.approval"].insert({
                    id,
                    decision: false,
                    state: "pending",
                    turn_user_ids: [user.userId],
                });
            },
        },
        {
            trigger: `.o-mail-DiscussContent ${WAITING}:contains('Version 1') button[name='approve']`,
            run: "click",
        },
        confirmDialog(),
        {
            content: "It says what changed",
            trigger: ".modal:contains('version 1'):contains('version 2') .modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "The card shows how things stand, and the new version waits still",
            trigger: `.o-mail-DiscussContent:has(${WAITING}:contains('Version 2') button[name='approve']) ${CARD}[data-state='returned']:contains('Version 1'):not(:has(.o_lakip_approval_buttons))`,
        },
    ],
});

addTour("lakip_sop.card_withdraw", {
    steps: () => [
        {
            content: "What I gave can be taken back",
            trigger: `.o-mail-DiscussContent ${CARD}[data-state='approved'] button[name='withdraw']`,
            run: "click",
        },
        ...giveReason("Salah versi"),
        {
            content: "It holds no more and cannot be taken back twice",
            trigger: `.o-mail-DiscussContent ${CARD}[data-state='void']:contains('and withdrawn'):contains('Salah versi'):not(:has(button[name='withdraw']))`,
        },
    ],
});

function chooseRow(cycle) {
    return {
        content: `choose the row of ${cycle}`,
        trigger: `.o_data_row:has(.o_field_badge:contains('Pending')):has(.o_data_cell:contains('${cycle}')) .o_list_record_selector input:not(:checked)`,
        run: "click",
    };
}

function approveChosen() {
    return [
        {
            trigger: ".o_control_panel button[name=action_approve]",
            run: "click",
        },
        {
            content: "asked once for all of them",
            trigger: ".modal:contains('all chosen versions') .modal-footer .btn-primary",
            run: "click",
        },
    ];
}

addTour("lakip_sop.card_list", {
    steps: () => [
        chooseRow("LAKIP 2026"),
        chooseRow("LAKIP 2027"),
        chooseRow("LAKIP 2028"),
        ...approveChosen(),
        {
            content: "A signature among them: refused with a sentence",
            trigger:
                ".modal:contains('A signature is given one at a time') .modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "Nothing was given",
            trigger: `.o_data_row:has(.o_data_cell:contains('LAKIP 2026')):has(.o_field_badge:contains('Pending'))`,
        },
        {
            content: "without the signature",
            trigger: `.o_data_row:has(.o_data_cell:contains('LAKIP 2028')) .o_list_record_selector input:checked`,
            run: "click",
        },
        ...approveChosen(),
        {
            content: "Both are given",
            trigger: `.o_list_view:has(.o_data_row:has(.o_data_cell:contains('LAKIP 2027')):has(.o_field_badge:contains('Approved'))) .o_data_row:has(.o_data_cell:contains('LAKIP 2026')):has(.o_field_badge:contains('Approved'))`,
        },
    ],
});
