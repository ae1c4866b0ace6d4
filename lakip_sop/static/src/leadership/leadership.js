import { Component, onWillStart, useExternalListener, useRef, useState } from "@odoo/owl";

import { deserializeDate, deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import {
    countText,
    describe,
    hoursText,
    judged,
    numberText,
    percentText,
    rate,
    share,
    total,
    trend,
} from "./leadership_figures";
import { RateTable } from "./rate_table";

const { DateTime } = luxon;

const STEPS = "lakip.step.analysis";
const REQUESTS = "lakip.request.analysis";
/** The bar of hours ends here, in percent of the standard. */
const LONGEST = 150;
/** The keys of a presenter and of a keyboard; arrows up and down scroll a long section. */
const FORWARD = ["ArrowRight", "PageDown", " "];
const BACK = ["ArrowLeft", "PageUp"];

/**
 * How the SOP was kept: this year and the ones before, for those who lead.
 *
 * One call brings all figures; each is a button to the records that it was counted of. On a
 * projector one section fills the screen, and the keys of a presenter turn them over.
 */
export class Leadership extends Component {
    static template = "lakip_sop.Leadership";
    static components = { Layout, RateTable };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.root = useRef("root");
        this.state = useState({ isProjecting: false, place: 0 });
        this.open = {
            steps: (group, place) => this.openAnalysis(STEPS, group, place),
            requests: (group, place) => this.openAnalysis(REQUESTS, group, place),
        };
        this.divisionColumns = [
            {
                label: _t("Hours late in all"),
                text: ({ late_hours: hours }) => (hours ? numberText(hours, 1) : "–"),
            },
            {
                label: _t("Not handed in"),
                text: ({ missing, waived }) => missing + waived || "–",
            },
        ];
        useSetupAction({ rootRef: this.root });
        useExternalListener(window, "keydown", this.onKeydown.bind(this), { capture: true });
        useExternalListener(document, "fullscreenchange", () => {
            if (!document.fullscreenElement) {
                this.state.isProjecting = false;
            }
        });
        onWillStart(async () => {
            this.data = await this.orm.call(STEPS, "get_leadership_data", []);
        });
    }

    // ------------------------------------------------------------
    // What is shown
    // ------------------------------------------------------------

    get display() {
        return this.state.isProjecting ? {} : { controlPanel: {} };
    }

    /** Whether a row has ended or is late: before that there is nothing to tell. */
    get hasFigures() {
        const { ended, late } = total(this.data.total.years);
        return Boolean(ended || late);
    }

    get hasCompanies() {
        return this.data.companies.length > 1;
    }

    /** How many agencies the user may see and has not chosen at the top of the screen. */
    get hiddenCompanies() {
        return user.allowedCompanies.length - user.activeCompanies.length;
    }

    get sections() {
        if (!this.hasFigures) {
            return this.data.cycles.length ? [{ id: "cycles", title: _t("Running cycles") }] : [];
        }
        return [
            { id: "summary", title: _t("In short") },
            { id: "rows", title: _t("In time by row of the SOP") },
            { id: "roles", title: _t("In time by performer") },
            this.hasCompanies && { id: "companies", title: _t("In time by agency") },
            { id: "hours", title: _t("Working hours against the standard") },
            { id: "returns", title: _t("Returns and their reasons") },
            this.data.divisions.length && { id: "divisions", title: _t("Data of the divisions") },
            { id: "cycles", title: _t("Running cycles") },
        ].filter(Boolean);
    }

    get projected() {
        return this.sections[Math.min(this.state.place, this.sections.length - 1)];
    }

    /** Words for the time before the first row has ended. */
    get emptyText() {
        const [cycle] = this.data.cycles;
        if (!cycle) {
            return _t(
                "There are no figures yet. They begin with the first row that ends after a cycle has started."
            );
        }
        const values = { cycle: cycle.name, step: cycle.step, date: this.dateTimeText(cycle.date_deadline) };
        return cycle.date_deadline
            ? _t("There are no figures yet. The first ones appear when '%(step)s' of %(cycle)s has ended, due %(date)s.", values)
            : _t("There are no figures yet. The first ones appear when '%(step)s' of %(cycle)s has ended.", values);
    }

    get lastPlace() {
        return this.data.years.length - 1;
    }

    get lastYear() {
        return this.data.years[this.lastPlace];
    }

    /** Says that the newest year is not over, so that nobody compares eleven rows with three. */
    get runningText() {
        const figures = this.data.total.years[this.lastPlace];
        return this.data.finished[this.lastPlace]
            ? ""
            : _t("%(year)s is under way: %(ended)s of %(count)s rows have ended.", {
                  year: this.lastYear,
                  ended: figures.ended,
                  count: figures.count,
              });
    }

    /** The four large figures: the newest year beside the one before. */
    get tiles() {
        const steps = this.data.total.years;
        const requests = this.data.division_total.years;
        const now = steps[this.lastPlace];
        const asked = requests[this.lastPlace];
        const isFinished = Boolean(this.data.finished[this.lastPlace]);
        const number = (value) => (value === null ? "–" : numberText(value));
        const tile = (id, title, of, better, text, detail, onClick) => {
            const value = of(this.lastPlace);
            const before = this.lastPlace ? of(this.lastPlace - 1) : null;
            let direction = trend(value, before, better);
            if (text === number && !isFinished && direction && direction !== "worse") {
                // Few so far says little: the year is not over.
                direction = "open";
            }
            const compared = direction && this.compare(direction, text(before));
            return { id, title, value: text(value), detail, direction, compared, onClick };
        };
        const all = this.data.total;
        const count = (list, name) => (place) => list[place]?.count ? list[place][name] : null;
        return [
            tile(
                "in_time",
                _t("Rows in time"),
                (place) => rate(steps[place]),
                1,
                percentText,
                judged(now) ? _t("%s rows", countText(now)) : "",
                () => this.open.steps(all, this.lastPlace)
            ),
            tile(
                "hours",
                _t("Hours against the standard"),
                (place) => share(steps[place]),
                -1,
                percentText,
                now.standard
                    ? _t("%(worked)s of %(standard)s hours", {
                          worked: numberText(now.worked, 1),
                          standard: numberText(now.standard, 1),
                      })
                    : "",
                () => this.open.steps(all, this.lastPlace)
            ),
            tile(
                "returns",
                _t("Returns"),
                count(steps, "returns"),
                -1,
                number,
                _t("of parafs and signatures"),
                () => this.openReturns([this.lastYear])
            ),
            tile(
                "divisions",
                _t("Late divisions"),
                count(requests, "late"),
                -1,
                number,
                asked ? _t("of %s asked for data", asked.count) : _t("none asked yet"),
                () => this.open.requests(this.data.division_total, this.lastPlace)
            ),
        ];
    }

    compare(direction, value) {
        const values = { year: this.data.years[this.lastPlace - 1], value };
        return {
            better: _t("Better than %(year)s: %(value)s", values),
            worse: _t("Worse than %(year)s: %(value)s", values),
            same: _t("As in %(year)s: %(value)s", values),
            open: _t("In %(year)s: %(value)s", values),
        }[direction];
    }

    /** One line a year, the newest first. */
    get yearLines() {
        return this.data.years
            .map((year, place) => {
                const figures = this.data.total.years[place];
                const requests = this.data.division_total.years[place];
                const finished = this.data.finished[place];
                return {
                    year,
                    place,
                    figures,
                    cell: describe(figures),
                    rate: rate(figures),
                    share: percentText(share(figures)),
                    standard: figures.standard ? numberText(figures.standard, 1) : "–",
                    worked: figures.ended ? numberText(figures.worked, 1) : "–",
                    requests,
                    lateDivisions: requests
                        ? _t("%(late)s of %(count)s", { late: requests.late, count: requests.count })
                        : "–",
                    finished: finished ? this.dateText(finished) : _t("Under way"),
                };
            })
            .reverse();
    }

    /** The rows of the SOP with the hours of one run, on average. */
    get hourLines() {
        return this.data.rows
            .map((group, key) => {
                const all = total(group.years);
                const percent = share(all);
                return {
                    key,
                    group,
                    percent,
                    percentText: percentText(percent),
                    width: Math.min(percent, LONGEST) / (LONGEST / 100),
                    isOver: percent > 100,
                    standard: all.standard ? hoursText(all.standard / all.ended) : _t("No time standard"),
                    worked: all.ended ? hoursText(all.worked / all.ended) : "–",
                    cells: group.years.map((figures) =>
                        figures?.ended
                            ? {
                                  text: hoursText(figures.worked / figures.ended),
                                  isOver: share(figures) > 100,
                              }
                            : null
                    ),
                };
            })
            .filter((line) => line.worked !== "–");
    }

    get standardMark() {
        return 100 / (LONGEST / 100);
    }

    get returnCounts() {
        return this.data.years
            .map((year, place) => ({
                year,
                count: this.data.total.years[place]?.returns || 0,
                text: _t("times in %s", year),
            }))
            .reverse();
    }

    progressText({ ended, count }) {
        return _t("%(ended)s of %(count)s rows", { ended, count });
    }

    get shownText() {
        return _t("%(shown)s of %(count)s running cycles are shown here.", {
            shown: this.data.cycles.length,
            count: this.data.cycle_count,
        });
    }

    cycleStatus(cycle) {
        if (cycle.is_on_hold) {
            return { icon: "fa-pause", className: "text-muted" };
        }
        return cycle.is_late
            ? { icon: "fa-exclamation-triangle", className: "o_lakip_late" }
            : { icon: "fa-clock-o", className: "" };
    }

    /** The day of a naive UTC moment as the server sends it, or of a date; '–' for none. */
    dateText(value) {
        if (!value) {
            return "–";
        }
        const date = value.length > 10 ? deserializeDateTime(value) : deserializeDate(value);
        return date.toLocaleString(DateTime.DATE_MED);
    }

    dateTimeText(value) {
        return value ? deserializeDateTime(value).toLocaleString(DateTime.DATETIME_MED) : "";
    }

    // ------------------------------------------------------------
    // The records behind a figure
    // ------------------------------------------------------------

    /** List what a figure was counted of. */
    async openAnalysis(model, group, place) {
        const years = place === null ? this.data.years : [this.data.years[place]];
        await this.openList({
            name: [group.name || _t("All rows"), ...(place === null ? [] : years)].join(", "),
            res_model: model,
            views: [
                [false, "list"],
                [false, "pivot"],
                [false, "graph"],
            ],
            domain: [...this.data.domain, ["year", "in", years], ...group.domain],
        });
    }

    async openReturns(years) {
        await this.stopProjecting();
        await this.action.doAction("lakip_sop.lakip_step_round_action_returned", {
            additionalContext: years.length === 1 ? { search_default_year: years[0] } : {},
        });
    }

    async openRecord(model, id) {
        await this.openList({ res_model: model, res_id: id, views: [[false, "form"]] });
    }

    async openList(action) {
        await this.stopProjecting();
        await this.action.doAction({ type: "ir.actions.act_window", target: "current", ...action });
    }

    showAllCompanies() {
        return user.activateCompanies(user.allowedCompanies.map(({ id }) => id));
    }

    // ------------------------------------------------------------
    // On a projector and on paper
    // ------------------------------------------------------------

    async project() {
        this.state.isProjecting = true;
        try {
            await this.root.el.requestFullscreen?.();
        } catch {
            // A browser may refuse; the section fills its window all the same.
        }
    }

    async stopProjecting() {
        this.state.isProjecting = false;
        if (document.fullscreenElement) {
            await document.exitFullscreen();
        }
    }

    turn(by) {
        this.state.place = Math.max(0, Math.min(this.sections.length - 1, this.state.place + by));
        this.root.el.querySelector(".o_content")?.scrollTo?.(0, 0);
    }

    onKeydown(ev) {
        if (!this.state.isProjecting || ev.altKey || ev.ctrlKey || ev.metaKey) {
            return;
        }
        const isButton = ev.target.closest?.("button");
        if (FORWARD.includes(ev.key) && !(ev.key === " " && isButton)) {
            this.turn(1);
        } else if (BACK.includes(ev.key)) {
            this.turn(-1);
        } else if (ev.key === "Home") {
            this.turn(-this.sections.length);
        } else if (ev.key === "End") {
            this.turn(this.sections.length);
        } else if (ev.key === "Escape") {
            this.stopProjecting();
        } else {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
    }

    /** Go to a section of the page, with the keyboard too. */
    goTo(id) {
        const heading = this.root.el.querySelector(`#o_lakip_section_${id}`);
        heading.scrollIntoView({ block: "start" });
        heading.focus({ preventScroll: true });
    }

    print() {
        window.print();
    }
}

registry.category("actions").add("lakip_leadership", Leadership);
