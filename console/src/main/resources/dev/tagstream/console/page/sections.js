// What each section of the page shows, made of the state that console/state answers.

import { backlog, figureOf, histogram, throughput } from "./charts.js";
import { choices, h, table } from "./dom.js";
import { structure } from "./structures.js";
import { clock, count, figure, lasting, plural, rate } from "./text.js";

const since = (state) => clock(state.since, state.at);

export function now(state) {
  const figures = [
    [rate(state.now.perSecond), "outcomes a second"],
    [count(state.now.waiting), "outcomes wait"],
    [count(state.now.predicted), `predictions since ${since(state)}`],
    [count(state.now.rejected), `rejected since ${since(state)}`],
  ];
  return h("dl", {}, figures.map(([value, name]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
}

export function flow(state, choice, href) {
  const series = state.series.find((one) => one.name === choice.range) ?? state.series[0];
  if (series.answered.every((number) => number === 0) && series.waiting.every((number) => number === 0)) {
    return [choices("Range", "range", state.series.map((one) => one.name), series.name, href),
      h("p", { class: "empty" }, `Nothing was asked or answered in the last ${series.name}.`)];
  }
  const most = Math.max(...series.answered) / series.seconds;
  const rows = series.answered.map((answered, i) => {
    const end = series.end - (series.answered.length - 1 - i) * series.seconds * 1000;
    return [clock(end, state.at, series.seconds < 60), count(series.asked[i]), count(answered), count(series.waiting[i])];
  }).reverse();
  return [
    choices("Range", "range", state.series.map((one) => one.name), series.name, href),
    h("div", { class: "charts" },
      figureOf((width) => throughput(width, series, state.at), `Scored or rejected, outcomes a second; at most ${rate(most)}`),
      figureOf((width) => backlog(width, series, state.at), `Asked for and not answered yet; at most ${count(Math.max(...series.waiting))}`)),
    h("details", { id: "flow-numbers" }, h("summary", { id: "flow-summary" }, "The same as a table"),
      table("Throughput and backlog as a table", [{ name: "Until" }, { name: "Asked", number: true }, { name: "Answered", number: true }, { name: "Waiting", number: true }], rows)),
  ];
}

const answered = (library) => library.predicted + library.rejected;

function left(library) {
  if (answered(library) >= library.total) return "done";
  if (library.etaSeconds !== null) return `${lasting(library.etaSeconds)} left`;
  return answered(library) === 0 ? "waiting" : "no progress";
}

export function libraries(state, chosen, href) {
  if (state.libraries.length === 0) {
    return h("p", { class: "empty" }, `No library was screened since ${since(state)}. Send one with `,
      h("code", {}, "tagstream screen library.smi --targets targets.fasta --function BindingAffinity --library-id NAME"));
  }
  const list = h("ul", { class: "rows" }, state.libraries.map((library) =>
    h("li", {},
      h("a", { id: `to-library-${library.id}`, href: href({ library: library.id, function: null }), "aria-current": library === chosen ? "true" : null }, library.id),
      h("progress", { max: library.total, value: Math.min(answered(library), library.total), "aria-label": `Progress of ${library.id}` }),
      h("span", { class: "soft" }, `${count(answered(library))} of ${count(library.total)}`,
        library.rejected ? ` · ${count(library.rejected)} rejected` : "", library.perSecond > 0 ? ` · ${rate(library.perSecond)}/s` : ""),
      h("span", { class: "left" }, left(library)))));
  return [list, state.otherLibraries ? h("p", { class: "soft" }, `${plural(state.otherLibraries, "time")} a library went off this list for one that something happened to later.`) : null];
}

export function library(state, chosen, choice, href) {
  if (!chosen) return [];
  const asked = chosen.functions.map((one) => one.name);
  const one = chosen.functions.find((each) => each.name === choice.function) ?? chosen.functions[0];
  const title = h("h3", {}, chosen.id);
  const facts = h("p", { class: "soft" },
    `${plural(chosen.requests, "request")}${chosen.announced > chosen.requests ? ` of ${count(chosen.announced)} announced` : ""}, `,
    `${count(chosen.predicted)} predicted, ${count(chosen.rejected)} rejected, ${count(Math.max(0, chosen.asked - answered(chosen)))} pending`,
    ` · last change ${clock(chosen.last, state.at, true)}`,
    chosen.cut ? " · answers to requests from before what is read here are counted too" : "");
  if (!one) return [title, facts, h("p", { class: "empty" }, "No prediction of it has come yet.")];
  const unit = one.unit;
  return [
    title, facts,
    asked.length > 1 ? choices("Function", "function", asked, one.name, (change) => href({ library: chosen.id, ...change })) : null,
    one.bins ? figureOf((width) => histogram(width, one.bins, unit),
      `${one.name}: ${plural(one.count, "prediction")}, mean ${figure(one.mean)} ${unit}, from ${figure(one.low)} to ${figure(one.high)}`) : null,
    h("h4", {}, `Highest ${one.name}`),
    h("ol", { class: "structures" }, one.top.map((top) => h("li", {},
      structure(top),
      h("p", { class: "value" }, h("strong", {}, figure(top.value)), h("small", {}, `${top.deviation === null ? "" : ` ± ${top.deviation.toPrecision(2)}`} ${unit}`)),
      h("p", { class: "compound" }, h("b", {}, top.compound), top.target ? ` · ${top.target}` : ""),
      h("details", { id: `smiles-${top.compound}-${top.target}` }, h("summary", { id: `summary-${top.compound}-${top.target}` }, `SMILES, version ${top.version}`), h("code", {}, top.smiles ?? "none"))))),
    chosen.reasons.length ? h("p", { class: "soft" }, "Rejected: ", chosen.reasons.map((reason) => `${reason.name} ${count(reason.count)}`).join(", ")) : null,
  ];
}

export function rejected(state) {
  if (state.rejects.length === 0) return h("p", { class: "empty" }, `Nothing was rejected since ${since(state)}.`);
  const most = Math.max(...state.rejects.map((reject) => reject.count));
  const bar = (reject) => {
    const share = h("span", { class: "share", "aria-hidden": "true" });
    share.style.width = `${(100 * reject.count) / most}%`;
    return share;
  };
  return table("Rejected records by reason", [{ name: "Reason" }, { name: "Records", number: true }, { name: "The last of them", wide: true }],
    state.rejects.map((reject) => [
      h("span", {}, reject.reason, bar(reject)),
      count(reject.count),
      h("span", {}, reject.example, h("span", { class: "soft" }, ` · ${reject.stage}, ${clock(reject.last, state.at)}`)),
    ]));
}

/** For instance 0–3, 7. */
function ranges(numbers) {
  const parts = [];
  for (const number of numbers) {
    const last = parts.at(-1);
    if (last && number === last[1] + 1) last[1] = number;
    else parts.push([number, number]);
  }
  return parts.map(([low, high]) => (low === high ? `${low}` : `${low}–${high}`)).join(", ");
}

export function instances(state) {
  const group = state.group;
  if (group === null) return h("p", { class: "empty" }, "The brokers have not said yet.");
  const unread = h("p", { class: "soft" }, group.unread === null ? "" : `${plural(group.unread, "request")} not read yet, in ${plural(group.partitions, "partition")}.`);
  if (group.instances.length === 0) {
    return [h("p", { class: "empty" }, "No processor is in the group. Start one with ", h("code", {}, "tagstream processor"), ", or ", h("code", {}, "tagstream local"), " for all."), unread];
  }
  return [table("Instances", [{ name: "Instance" }, { name: "Host" }, { name: "Lane" }, { name: "Threads", number: true }, { name: "Partitions" }, { name: "Unread", number: true }],
    group.instances.map((instance) => [instance.name, instance.host, instance.lane, count(instance.threads), ranges(instance.partitions) || "none", count(instance.unread)])), unread];
}

export function about(state) {
  return h("p", {},
    `Read from the topics of this installation: requests and outcomes since ${since(state)}, verdicts from the first one on. `,
    state.unreadable ? `${plural(state.unreadable, "record")} could not be decoded. ` : "",
    "The same figures as JSON: ", h("a", { href: "console/state" }, "console/state"), ".");
}
