/**
 * How long the drawing of an SOP of 30 rows and 8 actors takes: `node bench/flow_layout.mjs`
 * prints the median and the slowest of 200 runs in milliseconds as JSON.
 */
import { register } from "node:module";

// The web client's modules name each other without `.js` and are not marked as modules.
register(
    `data:text/javascript,${encodeURIComponent(`
        export const resolve = (name, context, next) =>
            next(name.startsWith("./") && !/[.]m?js$/.test(name) ? name + ".js" : name, context);
        export const load = (url, context, next) =>
            next(url, url.includes("/static/") ? { ...context, format: "module" } : context);
    `)}`
);

const folder = "../lakip_sop/static";
const { planFlow } = await import(`${folder}/src/sop_flow/layout.js`);
const { makeSop } = await import(`${folder}/tests/sop_flow_geometry.js`);

const RUNS = 200;
const times = [];
for (let run = 0; run < RUNS; run++) {
    const rows = makeSop(run, { rows: 30, actors: 8, returns: 0.5 });
    const start = performance.now();
    planFlow(rows, Array(8).fill(110), Array(30).fill(90));
    times.push(performance.now() - start);
}
times.sort((a, b) => a - b);
const round = (time) => Math.round(time * 1000) / 1000;
console.log(
    JSON.stringify({ rows: 30, actors: 8, runs: RUNS, median_ms: round(times[RUNS / 2]), most_ms: round(times.at(-1)) })
);
