import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/core/utils/numbers";

/*
 * The figures of the leadership page in words. Figures come as the server gives them: a group has
 * for each year a dict of counts and working hours, or null. Nothing here draws or asks.
 */

/** Add up figures, those of a missing year left out. */
export function total(years) {
    const result = {};
    for (const figures of years) {
        for (const [name, value] of Object.entries(figures || {})) {
            result[name] = (result[name] || 0) + value;
        }
    }
    return result;
}

/** How many are in time or late: what a rate is counted of. */
export function judged(figures) {
    return figures ? figures.in_time + figures.late : 0;
}

/** In time, in percent of those in time or late; null where there is none of them. */
export function rate(figures) {
    const count = judged(figures);
    return count ? (100 * figures.in_time) / count : null;
}

/** Worked hours in percent of the standard; null without a standard. */
export function share(figures) {
    return figures?.standard ? (100 * figures.worked) / figures.standard : null;
}

/** A number in the user's language, with at most `digits` decimals. */
export function numberText(value, digits = 0) {
    return formatFloat(value, { digits: [16, digits], trailingZeros: false });
}

export function percentText(value) {
    return value === null ? "–" : `${numberText(value)}%`;
}

/** Working hours in words; less than an hour in minutes. */
export function hoursText(hours) {
    if (hours && hours < 0.995) {
        return _t("%s minutes", Math.max(1, Math.round(hours * 60)));
    }
    return _t("%s hours", numberText(hours, 1));
}

/**
 * What one year says of a group, in a symbol and a word.
 *
 * @returns {Object} `state` (none, in_time, late, mixed, open, untimed, waived), `icon`, `text`,
 *  and where there is a rate its `rate` and `detail`
 */
export function describe(figures) {
    const count = judged(figures);
    if (!figures || !figures.count) {
        return { state: "none", icon: "", text: "–" };
    }
    if (!count) {
        if (figures.waived) {
            return { state: "waived", icon: "fa-minus-circle", text: _t("Went on without") };
        }
        return figures.ended
            ? { state: "untimed", icon: "fa-minus", text: _t("No time standard") }
            : { state: "open", icon: "fa-circle-o", text: _t("Not ended") };
    }
    if (count > 1) {
        return {
            state: figures.late ? "mixed" : "in_time",
            icon: figures.late ? "fa-exclamation-triangle" : "fa-check",
            text: percentText(rate(figures)),
            detail: countText(figures),
            rate: rate(figures),
        };
    }
    if (!figures.late) {
        return { state: "in_time", icon: "fa-check", text: _t("In time") };
    }
    return { state: "late", icon: "fa-exclamation-triangle", text: lateText(figures) };
}

/** 'Late', and by how much where that is known. */
export function lateText(figures) {
    if (figures.missing) {
        return _t("Late, not handed in");
    }
    return figures.late_hours ? _t("Late by %s", hoursText(figures.late_hours)) : _t("Late");
}

/** '9 of 11': how many of those that count are in time. */
export function countText(figures) {
    return _t("%(in_time)s of %(count)s", {
        in_time: figures.in_time,
        count: judged(figures),
    });
}

/**
 * How this year compares with the one before.
 *
 * @param {number|null} now
 * @param {number|null} before
 * @param {number} better 1 where more is better, -1 where less is
 * @returns {"better"|"worse"|"same"|""} '' where there is nothing to compare
 */
export function trend(now, before, better) {
    if (now === null || before === null) {
        return "";
    }
    const difference = Math.round(now - before) * better;
    return difference > 0 ? "better" : difference < 0 ? "worse" : "same";
}
