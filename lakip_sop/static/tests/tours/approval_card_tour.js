import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const CARD = ".o_lakip_approval_card";
const WAITING = `${CARD}[data-state='pending']`;

function confirmDialog() {
    return {
        content: "One click more: the paraf is confirmed",
        trigger: ".modal:contains('Give your paraf?') .modal-footer .btn-primary",
        run: "click",
    };
}

function giveParaf(scope = "") {
    return [
        {
            content: "The card names the document and the version",
            trigger: `${scope} ${WAITING}:contains('LAKIP 2026'):contains('Version 1')`,
        },
        {
            content: "The deadline is in words",
            trigger: `${scope} ${WAITING} .o_lakip_approval_deadline:contains('Until')`,
        },
        {
            content: "It is my turn",
            trigger: `${scope} ${WAITING} button[name='approve']:contains('Paraf')`,
            run: "click",
        },
        confirmDialog(),
        {
            content: "The card shows the decision and has no buttons any more",
            trigger: `${scope} ${CARD}[data-state='approved']:not(:has(button[name='approve'])):contains('Paraf of Sekretaris Uji')`,
        },
    ];
}

tours.add("lakip_sop.card_channel", {
    steps: () => [
        {
            content: "The channel of the cycle is open",
            trigger: ".o-mail-DiscussContent-threadName[title^='LAKIP 2026']",
        },
        ...giveParaf(".o-mail-DiscussContent"),
        {
            content: "The next card is another's turn",
            trigger: `.o-mail-DiscussContent ${WAITING}:contains('Turn of Kepala Uji'):contains('Paraf of Sekretaris Uji'):not(:has(button[name='sign']))`,
        },
    ],
});

tours.add("lakip_sop.card_chat_window", {
    steps: () => [
        {
            trigger: ".o_menu_systray i[aria-label='Messages']",
            run: "click",
        },
        {
            content: "The inbox has its own entry: the direct chat is meant",
            trigger: ".o-mail-MessagingMenu-headerFilter:contains('Chats')",
            run: "click",
        },
        {
            trigger: ".o-mail-NotificationItem:contains('waits for your paraf')",
            run: "click",
        },
        ...giveParaf(".o-mail-ChatWindow"),
    ],
});

tours.add("lakip_sop.card_phone", {
    steps: () => [
        {
            trigger: ".o_menu_systray i[aria-label='Messages']",
            run: "click",
        },
        {
            trigger: ".o-mail-NotificationItem:contains('waits for your paraf')",
            run: "click",
        },
        {
            content: "Nothing of the card lies outside the screen",
            trigger: `.o-mail-ChatWindow ${WAITING} button[name='return']`,
            run: ({ anchor }) => {
                const { left, right } = anchor
                    .closest(".o_lakip_approval_card")
                    .getBoundingClientRect();
                if (left < 0 || right > window.innerWidth) {
                    throw new Error(`The card spans ${left} to ${right} of ${window.innerWidth}`);
                }
            },
        },
        ...giveParaf(".o-mail-ChatWindow"),
    ],
});

tours.add("lakip_sop.card_inbox", {
    steps: () => [
        {
            content: "The inbox holds the card as well",
            trigger: `.o-mail-DiscussContent-threadName[title='Inbox']`,
        },
        ...giveParaf(".o-mail-DiscussContent"),
    ],
});

tours.add("lakip_sop.card_return", {
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

tours.add("lakip_sop.card_other", {
    steps: () => [
        {
            content: "Whose turn it is not sees the same card without buttons",
            trigger: `.o-mail-DiscussContent ${WAITING}:contains('Turn of Sekretaris Uji'):not(:has(.o_lakip_approval_buttons))`,
        },
    ],
});

tours.add("lakip_sop.card_activity_chatter", {
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

tours.add("lakip_sop.card_activity_list", {
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

tours.add("lakip_sop.card_command", {
    steps: () => [
        {
            trigger: `.o-mail-DiscussContent ${WAITING}`,
        },
        {
            trigger: ".o-mail-DiscussContent .o-mail-Composer-input",
            run: "edit /lakip",
        },
        {
            trigger: ".o-mail-Composer-suggestionList:contains('Show where the LAKIP stands')",
        },
    ],
});
