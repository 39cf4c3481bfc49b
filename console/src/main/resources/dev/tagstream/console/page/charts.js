// Charts as SVG, drawn to the width they have, so that text keeps its size. Each has a name that says what it shows.

import { h, s } from "./dom.js";
import { clock, count, figure, rate } from "./text.js";

const HEIGHT = 130;
const LEFT = 44;
const BOTTOM = 18;

/** A round number not below the given one. */
function roof(value) {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 2.5, 5, 10].map((step) => step * power).find((step) => step >= value * 0.9999);
}

function frame(width, label, low, high, told) {
  const y = (value) => HEIGHT - BOTTOM - ((value - low) / (high - low)) * (HEIGHT - BOTTOM - 8);
  const chart = s("svg", { class: "chart", role: "img", "aria-label": label, viewBox: `0 0 ${width} ${HEIGHT}`, height: HEIGHT });
  for (const value of [low, (low + high) / 2, high]) {
    chart.append(
      s("line", { class: "grid", x1: LEFT, x2: width, y1: y(value), y2: y(value) }),
      s("text", { x: LEFT - 6, y: y(value) + 4, "text-anchor": "end" }, told(value)));
  }
  return { chart, y };
}

const short = (value) =>
  value >= 1e6 ? `${+(value / 1e6).toFixed(1)}M` : value >= 1e4 ? `${+(value / 1e3).toFixed(1)}k` : String(+value.toFixed(value < 10 ? 1 : 0));

function timeAxis(chart, width, start, end, now) {
  const step = width < 420 ? 2 : 4;
  for (let i = 0; i <= step; i++) {
    const x = LEFT + ((width - LEFT) * i) / step;
    const time = start + ((end - start) * i) / step;
    chart.append(s("text", { x, y: HEIGHT - 3, "text-anchor": i === 0 ? "start" : i === step ? "end" : "middle" },
      i === step ? "now" : clock(time, now).slice(-5)));
  }
}

/** Values a second in equal spans of time, as bars. */
export function throughput(width, series, now) {
  const rates = series.answered.map((number) => number / series.seconds);
  const highest = Math.max(...rates);
  const start = series.end - rates.length * series.seconds * 1000;
  const { chart, y } = frame(width, `Outcomes a second, the highest ${rate(highest)}`, 0, roof(highest), short);
  const step = (width - LEFT) / rates.length;
  rates.forEach((value, i) => {
    if (value > 0) {
      const from = clock(start + i * series.seconds * 1000, now, series.seconds < 60);
      chart.append(s("rect", { class: "bar", x: LEFT + i * step, y: Math.min(y(value), y(0) - 1), width: Math.max(1, step - 1), height: Math.max(1, y(0) - y(value)) },
        s("title", {}, `${from}: ${rate(value)} a second`)));
    }
  });
  timeAxis(chart, width, start, series.end, now);
  return chart;
}

/** What waited at the end of each span, as a line. */
export function backlog(width, series, now) {
  const values = series.waiting;
  const highest = Math.max(...values);
  const start = series.end - values.length * series.seconds * 1000;
  const { chart, y } = frame(width, `Outcomes that wait, the highest ${count(highest)}, now ${count(values.at(-1))}`, 0, roof(highest), short);
  const step = (width - LEFT) / values.length;
  const points = values.map((value, i) => `${(LEFT + (i + 1) * step).toFixed(1)},${y(value).toFixed(1)}`);
  chart.append(
    s("polygon", { class: "area", points: `${LEFT + step},${y(0)} ${points.join(" ")} ${width},${y(0)}` }),
    s("polyline", { class: "line", points: points.join(" ") }));
  timeAxis(chart, width, start, series.end, now);
  return chart;
}

/** How often values are in each of equal bins. */
export function histogram(width, bins, unit) {
  const highest = Math.max(...bins.counts);
  const end = bins.low + bins.width * bins.counts.length;
  const { chart, y } = frame(width, `Distribution of scores from ${figure(bins.low)} to ${figure(end)} ${unit}`, 0, roof(highest), short);
  const step = (width - LEFT) / bins.counts.length;
  bins.counts.forEach((number, i) => {
    if (number > 0) {
      const low = bins.low + i * bins.width;
      chart.append(s("rect", { class: "bar", x: LEFT + i * step, y: Math.min(y(number), y(0) - 1), width: Math.max(1, step - 1), height: Math.max(1, y(0) - y(number)) },
        s("title", {}, `${figure(low)} to ${figure(low + bins.width)} ${unit}: ${count(number)}`)));
    }
  });
  const mark = roof((end - bins.low) / 6);
  for (let i = Math.ceil(bins.low / mark); i * mark <= end; i++) {
    const x = LEFT + ((i * mark - bins.low) / (end - bins.low)) * (width - LEFT);
    chart.append(s("text", { x, y: HEIGHT - 3, "text-anchor": "middle" }, String(+(i * mark).toPrecision(6))));
  }
  return chart;
}

/** A metric of the versions in the order they were made, and of the candidates that were not published. */
export function versions(width, events, metric) {
  const values = events.map((event) => event.value);
  const low = Math.min(...values);
  const high = Math.max(...values);
  const room = Math.max((high - low) * 0.15, Math.abs(high) * 0.02, 1e-6);
  const { chart, y } = frame(width, `Held-out ${metric} of ${events.length} versions and candidates`, low - room, high + room, figure);
  const step = (width - LEFT) / events.length;
  const x = (i) => LEFT + (i + 0.5) * step;
  const line = events.map((event, i) => (event.outcome === "published" ? `${x(i)},${y(event.value)}` : null)).filter(Boolean);
  chart.append(s("polyline", { class: "held", points: line.join(" ") }));
  events.forEach((event, i) => {
    chart.append(s("circle", { class: event.outcome, cx: x(i), cy: y(event.value), r: 5 }, s("title", {}, event.told)));
    if (event.inUse) chart.append(s("circle", { class: "used", cx: x(i), cy: y(event.value), r: 9 }));
    if (event.version && step > 24) chart.append(s("text", { x: x(i), y: HEIGHT - 3, "text-anchor": "middle" }, `v${event.version}`));
  });
  return chart;
}

/** A chart with a sentence, drawn again when its room changes. */
export function figureOf(make, caption) {
  const place = h("div", {});
  new ResizeObserver(([entry]) => {
    const width = Math.floor(entry.contentRect.width);
    if (width > LEFT && place.dataset.width !== String(width)) {
      place.dataset.width = width;
      place.replaceChildren(make(width));
    }
  }).observe(place);
  return h("figure", {}, h("figcaption", {}, caption), place);
}
