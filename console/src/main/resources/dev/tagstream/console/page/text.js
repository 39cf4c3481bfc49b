// Numbers, times and durations as people read them.

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

export const count = (number) => (number === null || number === undefined ? "–" : whole.format(number));
export const plural = (number, noun) => `${count(number)} ${noun}${number === 1 ? "" : "s"}`;

/** Three digits that count, or all of a whole number. */
export function figure(number) {
  if (number === null || number === undefined) return "–";
  const size = Math.abs(number);
  if (size !== 0 && (size < 0.001 || size >= 1e7)) return number.toExponential(2);
  if (size >= 100) return whole.format(number);
  return number.toFixed(size >= 10 ? 1 : size >= 1 ? 2 : 3);
}

export const rate = (perSecond) => (perSecond >= 10 ? count(perSecond) : perSecond.toFixed(perSecond >= 1 || perSecond === 0 ? 0 : 2));

const two = (number) => String(number).padStart(2, "0");

/** Hours and minutes on this device's clock, and the day where it is another one. */
export function clock(milliseconds, now, seconds = false) {
  const date = new Date(milliseconds);
  const time = `${two(date.getHours())}:${two(date.getMinutes())}${seconds ? ":" + two(date.getSeconds()) : ""}`;
  return date.toDateString() === new Date(now).toDateString() ? time : `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${time}`;
}

/** About how long: two units at most. */
export function lasting(seconds) {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  return `${Math.round(hours / 24)} days`;
}
