// Asks for the state every two seconds while the page is seen, and draws what has changed.

import { draw } from "./dom.js";
import { learning } from "./learning.js";
import { about, flow, instances, libraries, library, now, rejected } from "./sections.js";
import { lasting } from "./text.js";

const PAUSE = 2000;
const LATE = 10_000;
const PATIENCE = 8000;

let choice = {};
let state = null;
let fresh = performance.now(); // when the figures were last seen to change
let timer = 0;

const place = (id) => document.getElementById(id);

/** The address of another choice, the rest of it kept. */
function href(change) {
  const next = new URLSearchParams();
  for (const [key, value] of Object.entries({ ...choice, ...change })) {
    if (value !== null && value !== undefined) next.set(key, value);
  }
  return `#${next}`;
}

function readChoice() {
  const hash = location.hash.slice(1);
  if (hash.includes("=")) choice = Object.fromEntries(new URLSearchParams(hash));
}

function show() {
  if (!state) return;
  const chosen = state.libraries.find((one) => one.id === choice.library) ?? state.libraries[0];
  draw(place("now"), [state.now, state.since], () => now(state));
  draw(place("flow-body"), [state.series, choice], () => flow(state, choice, href));
  draw(place("libraries-body"), [state.libraries.map(({ functions, ...rest }) => rest), chosen?.id, choice, state.since], () => libraries(state, chosen, href));
  draw(place("library-body"), [chosen, choice], () => library(state, chosen, choice, href));
  draw(place("rejected-body"), [state.rejects, state.since], () => rejected(state));
  draw(place("learning-body"), [state.functions, choice], () => learning(state, choice, href));
  draw(place("instances-body"), state.group, () => instances(state));
  draw(place("about"), [state.since, state.unreadable], () => about(state));
}

function showStatus() {
  const age = performance.now() - fresh;
  const late = age > LATE;
  const behind = state?.behind > 5000 ? `Catching up, ${state.behind.toLocaleString("en")} records behind` : "Live";
  const text = state ? (late ? `Figures are ${lasting(age / 1000)} old` : behind) : late ? "No answer yet" : "Reading …";
  const status = place("status");
  if (status.textContent !== text) status.textContent = text;
  status.classList.toggle("late", late);
  const problem = place("problem");
  const told = late ? "The console does not answer; the page asks on." : state?.problem ?? "";
  if (problem.textContent !== told) problem.textContent = told;
  problem.hidden = told === "";
}

async function ask() {
  clearTimeout(timer);
  if (document.visibilityState === "hidden") return;
  try {
    const response = await fetch("console/state", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    const next = await response.json();
    if (response.ok) {
      if (next.at !== state?.at) fresh = performance.now();
      state = next;
      show();
    }
  } catch {
    // The status says how old the figures are.
  }
  showStatus();
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE);
}

readChoice();
addEventListener("hashchange", () => {
  readChoice();
  show();
});
document.addEventListener("visibilitychange", ask);
ask();
