// How functions learn: versions with their held-out metric, what the gate decided, and how predictions stood up to results.

import { figureOf, versions } from "./charts.js";
import { choices, h, table } from "./dom.js";
import { clock, count, figure } from "./text.js";

const PREFERRED = ["r2", "accuracy", "pearson", "auc"];

export function learning(state, choice, href) {
  if (state.functions.length === 0) {
    return h("p", { class: "empty" }, "No function tag is published. ", h("code", {}, "tagstream tags publish"), " publishes some, and ",
      h("code", {}, "tagstream feedback results.csv --function NAME"), " lets the trainer learn one.");
  }
  const names = state.functions.map((one) => one.name);
  const one = state.functions.find((each) => each.name === choice.learned) ?? state.functions.find((each) => each.verdicts.length > 0) ?? state.functions[0];
  return [
    choices("Function", "learned", names, one.name, href),
    h("p", {}, one.inUse ? `${one.name} version ${one.inUse} is in use.` : `${one.name} has no version in use.`),
    heldOut(one, choice, href),
    h("h4", {}, "What the gate decided"),
    one.verdicts.length === 0
      ? h("p", { class: "empty" }, "No round of learning has ended. ", h("code", {}, `tagstream feedback results.csv --function ${one.name}`), " sends results to learn from.")
      : verdicts(one, state),
    h("h4", {}, "Predictions against results that came later"),
    one.live.length === 0
      ? h("p", { class: "empty" }, "No result has met a prediction yet.")
      : table(`Live accuracy of ${one.name}`,
          [{ name: "Version" }, { name: "Pairs", number: true }, { name: "R²", number: true }, { name: "Pearson", number: true }, { name: "MSE", number: true }, { name: "Within 1 SD", number: true }, { name: "Within 2 SD", number: true }],
          one.live.map((live) => [`${live.version}${live.shadow ? ", on trial" : ""}`, count(live.pairs), figure(live.r2), figure(live.pearson), figure(live.mse), percent(live.withinOne), percent(live.withinTwo)])),
  ];
}

const percent = (share) => (share === null ? "–" : `${Math.round(share * 100)} %`);

function metricOf(one, choice) {
  const known = [...new Set([...one.versions, ...one.verdicts].flatMap((each) => Object.keys(each.metrics)))].sort();
  const metric = known.includes(choice.metric) ? choice.metric : PREFERRED.find((name) => known.includes(name)) ?? known[0];
  return { known, metric };
}

function heldOut(one, choice, href) {
  const { known, metric } = metricOf(one, choice);
  if (!metric) return h("p", { class: "empty" }, "Its versions carry no held-out metric.");
  const judged = new Map(one.verdicts.filter((verdict) => verdict.version).map((verdict) => [verdict.version, verdict]));
  const events = [
    ...one.versions.map((version) => ({ at: version.at, value: version.metrics[metric], version: version.version, outcome: "published", inUse: version.version === one.inUse,
      told: `version ${version.version}: ${figure(version.metrics[metric] ?? null)}` })),
    ...one.verdicts.filter((verdict) => !verdict.version || (verdict.outcome !== "published" && judged.has(verdict.version)))
      .map((verdict) => ({ at: verdict.at, value: verdict.metrics[metric], outcome: verdict.outcome, told: `${verdict.outcome}: ${figure(verdict.metrics[metric] ?? null)}` })),
  ].filter((event) => Number.isFinite(event.value)).sort((a, b) => a.at - b.at);
  const select = h("select", { id: "metric", change: (event) => { location.hash = href({ learned: one.name, metric: event.target.value }); } },
    known.map((name) => h("option", { value: name, selected: name === metric ? "" : null }, name)));
  return [
    h("p", { class: "soft" }, h("label", { for: "metric" }, "Held-out metric "), select),
    events.length === 0 ? null : figureOf((width) => versions(width, events, metric),
      "Filled: published, ringed: in use; hollow: a candidate that was refused or is on trial. In the order they were made, each on the results held out then."),
    h("details", { id: "versions-numbers" }, h("summary", { id: "versions-summary" }, "Versions as a table"),
      table(`Versions of ${one.name}`, [{ name: "Version" }, { name: metric, number: true }, { name: "Learned from", number: true }, { name: "Made" }, { name: "Origin", wide: true }],
        [...one.versions].reverse().map((version) => [String(version.version), figure(version.metrics[metric] ?? null), count(version.examples), clock(version.at, Date.now()), version.origin]))),
  ];
}

function verdicts(one, state) {
  const metricBefore = (verdict) => {
    const name = PREFERRED.find((each) => each in verdict.metrics) ?? Object.keys(verdict.metrics)[0];
    return name ? `${name} ${figure(verdict.current[name] ?? null)} → ${figure(verdict.metrics[name])}` : "–";
  };
  return table(`Verdicts on ${one.name}`,
    [{ name: "Ended" }, { name: "Outcome" }, { name: "Held-out" }, { name: "On", number: true }, { name: "Why", wide: true }],
    one.verdicts.map((verdict) => [clock(verdict.at, state.at), h("span", { class: `tag ${verdict.outcome}` }, verdict.outcome + (verdict.version ? ` as ${verdict.version}` : "")),
      metricBefore(verdict), count(verdict.heldOut), verdict.reason]));
}
