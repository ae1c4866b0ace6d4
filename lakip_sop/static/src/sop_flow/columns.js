/** How wide the columns of the SOP's table are. Plain numbers, no DOM: CSS pixels. */

/** What each column needs at least and which share it gets of what is left. */
const TEXT_COLUMNS = {
    number: { least: 40, share: 0 },
    activity: { least: 172, share: 4 },
    requirement: { least: 96, share: 1.4 },
    time: { least: 96, share: 1 },
    output: { least: 100, share: 1.6 },
    remark: { least: 72, share: 0.7 },
};
const ACTOR = { least: 72, most: 150, share: 1.1 };

/**
 * Return `{least, columns}`: how wide the table must be at least, and of each column its part of
 * the table in percent, by name and for the actors in `columns.actors`.
 *
 * @param {number} width what there is
 * @param {number[]} needs what the drawing needs of each actor column (`flowNeeds`)
 */
export function shareColumns(width, needs) {
    const actors = needs.map((need) => Math.max(need, ACTOR.least));
    const texts = Object.values(TEXT_COLUMNS);
    const least = sum(actors) + sum(texts.map((column) => column.least));
    const total = Math.max(width, least);
    const shares = sum(texts.map(({ share }) => share));
    const perShare = (total - least) / (shares + ACTOR.share * actors.length);
    const sizes = actors.map((size) =>
        Math.max(size, Math.min(size + ACTOR.share * perShare, ACTOR.most))
    );
    // What no actor wants goes to the texts.
    const rest = (total - least - (sum(sizes) - sum(actors))) / shares;
    const percent = (size) => (100 * size) / total;
    return {
        least,
        columns: {
            ...Object.fromEntries(
                Object.entries(TEXT_COLUMNS).map(([name, column]) => [
                    name,
                    percent(column.least + column.share * rest),
                ])
            ),
            actors: sizes.map(percent),
        },
    };
}

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
