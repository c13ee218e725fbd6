const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 760;

function element(name, attributes, text) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text != null) node.textContent = text;
  return node;
}

function canvas(place, height, label, width = WIDTH) {
  const svg = element("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label });
  place.replaceChildren(svg);
  return svg;
}

function empty(place) {
  place.textContent = "Nothing to show yet: load data and run a planning cycle.";
  place.classList.add("empty");
}

/** A round step that gives about four grid lines up to a maximum. */
function step(maximum) {
  const rough = maximum / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 2.5, 5, 10].map((m) => m * power).find((s) => s >= rough);
}

const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const dateName = (iso, bucket) => new Date(iso).toLocaleDateString("en", { day: bucket === "month" ? undefined : "numeric", month: "short", year: "2-digit", timeZone: "UTC" });

/** Past values as a line, the forecast as a line with its 80 % band: of a unit ("Units" or "Revenue") per bucket ("day", "week", "month" or "fiscal period"). */
export function demand(place, past, future, { unit, bucket }) {
  const all = [...past.map((p) => p.value), ...future.map((f) => f.Q90)];
  if (all.length < 2 || Math.max(...all) <= 0) return empty(place);
  const [width, height, left, right, top, bottom] = [1060, 260, 46, 12, 10, 26];
  const expected = future.reduce((sum, f) => sum + f.Mean, 0);
  const svg = canvas(place, height, `${unit} per ${bucket} and the forecast with its 80 % interval: ${expected.toFixed(1)} ${unit === "Units" ? "units " : ""}in ${future.length} ${bucket}s ahead`, width);
  const grid = step(Math.max(...all));
  const highest = Math.ceil(Math.max(...all) / grid) * grid;
  const periods = [...past.map((p) => p.period), ...future.map((f) => f.period)];
  const x = (i) => left + (i * (width - left - right)) / Math.max(1, periods.length - 1);
  const y = (v) => height - bottom - (Math.max(0, v) * (height - top - bottom)) / highest;

  for (let value = 0; value <= highest + grid / 2; value += grid) {
    svg.append(
      element("line", { x1: left, x2: width - right, y1: y(value), y2: y(value), stroke: "var(--line)" }),
      element("text", { x: left - 6, y: y(value) + 4, "text-anchor": "end" }, compact.format(value)),
    );
  }
  const every = Math.max(1, Math.ceil(periods.length / (bucket === "month" ? 14 : 10)));
  periods.forEach((period, i) => {
    if (i % every === 0) svg.append(element("text", { x: x(i), y: height - 8, "text-anchor": "middle" }, dateName(period, bucket)));
  });

  const points = (list) => list.map(([i, v]) => `${x(i)},${y(v)}`).join(" ");
  const from = past.length;
  const ahead = future.map((f, k) => [from + k, f]);
  const joint = past.length > 0 ? [[from - 1, past[from - 1].value]] : [];
  svg.append(
    element("polygon", {
      points: points([...joint, ...ahead.map(([i, f]) => [i, f.Q90]), ...ahead.map(([i, f]) => [i, f.Q10]).reverse()]),
      fill: "var(--band)",
    }),
    element("polyline", { points: points(past.map((p, i) => [i, p.value])), fill: "none", stroke: "var(--ink)", "stroke-width": 2 }),
    element("polyline", {
      points: points([...joint, ...ahead.map(([i, f]) => [i, f.Mean])]),
      fill: "none", stroke: "var(--main)", "stroke-width": 2.5, "stroke-dasharray": "6 4",
    }),
  );
}

/** Horizontal bars with their values, and optionally a mark to reach. */
export function bars(place, items, { format, tone, mark }) {
  if (items.length === 0) return empty(place);
  const [row, left, right] = [26, 170, 70];
  const width = 520;
  const svg = canvas(place, items.length * row + 8, items.map((i) => `${i.label} ${format(i.value)}`).join(", "), width);
  const highest = Math.max(...items.map((i) => i.value), mark ?? 0) || 1;
  const x = (v) => left + (Math.max(0, v) * (width - left - right)) / highest;
  items.forEach((item, i) => {
    const top = i * row + 4;
    const label = item.label.length > 24 ? `${item.label.slice(0, 23)}…` : item.label;
    svg.append(
      element("text", { x: left - 8, y: top + 14, "text-anchor": "end", class: "strong" }, label),
      element("rect", { x: left, y: top, width: Math.max(1, x(item.value) - left), height: row - 8, rx: 2, fill: `var(${tone(item)})` }),
      element("text", { x: x(Math.max(item.value, mark ?? 0)) + 6, y: top + 14 }, format(item.value)),
    );
  });
  if (mark != null) svg.append(element("line", { x1: x(mark), x2: x(mark), y1: 0, y2: items.length * row + 4, stroke: "var(--ink)", "stroke-dasharray": "3 3" }));
}
