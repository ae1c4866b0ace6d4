import { registry } from "@web/core/registry";
import { CalendarController } from "@web/views/calendar/calendar_controller";
import { calendarView } from "@web/views/calendar/calendar_view";

/** A calendar of dates that belong to other records: a date opens the record it belongs to. */
export class AgendaCalendarController extends CalendarController {
    async editRecord(record) {
        await this.action.doActionButton({
            type: "object",
            name: "action_open",
            resModel: this.model.resModel,
            resId: record.id,
        });
    }
}

registry.category("views").add("lakip_agenda_calendar", {
    ...calendarView,
    Controller: AgendaCalendarController,
});
