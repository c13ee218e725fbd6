import { bars, demand } from "./charts.js";

const number = (value, digits = 0) => new Intl.NumberFormat("en", { maximumFractionDigits: digits }).format(value);
const percent = (value) => value == null ? "–" : `${number(100 * value, 1)} %`;

async function read(path) {
  const response = await fetch(path, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response.json();
}

/** Every page of a feed address: follows @odata.nextLink. */
async function feed(path) {
  const rows = [];
  for (let next = `/odata/${path}`; next;) {
    const page = await read(next);
    rows.push(...page.value);
    const link = page["@odata.nextLink"];
    next = link ? new URL(link).pathname + new URL(link).search : null;
  }
  return rows;
}

function showOverview(overview) {
  const set = (name) => overview.sets.find((s) => s.set === name);
  const { forecast, quotas, allocation } = overview.published;
  document.getElementById("state").textContent = overview.firstSale
    ? `Sales from ${overview.firstSale} to ${overview.lastSale}; ${overview.lastRun ? `last run ${overview.lastRun.runKey} (${overview.lastRun.kind.toLowerCase()}).` : "no run yet."}`
    : "Nothing is loaded yet: start with --demo, or load files with planctl import.";
  const facts = [
    ["Sales", number(set("Sales").amount)],
    ["Series forecast", forecast ? number(forecast.seriesCount) : "–"],
    ["Forecast error (WAPE)", percent(forecast?.wape)],
    ["Seasonal naive's", percent(forecast?.naiveWape)],
    ["Quotas", quotas?.quotaTotal ? number(quotas.quotaTotal) : set("Quotas").rows > 0 ? number(set("Quotas").amount) : "–"],
    ["Demand served", allocation?.demandQuantity ? percent(allocation.allocatedQuantity / allocation.demandQuantity) : "–"],
  ];
  document.getElementById("numbers").append(...facts.map(([name, value]) => {
    const entry = document.createElement("div");
    const term = document.createElement("dt");
    const fact = document.createElement("dd");
    term.textContent = name;
    fact.textContent = value;
    entry.append(term, fact);
    return entry;
  }));
  const body = document.querySelector("#sets tbody");
  for (const { set: name, rows, quantity, amount } of overview.sets) {
    const row = body.insertRow();
    const link = document.createElement("a");
    link.href = `/odata/${name}?$top=100`;
    link.textContent = name;
    row.insertCell().append(link);
    for (const cell of [number(rows), quantity == null ? "" : number(quantity), amount == null ? "" : number(amount, 2)]) row.insertCell().textContent = cell;
  }
  document.getElementById("version").textContent = `PlanningEngine ${overview.version}`;
}

/** Days added up in the periods that begin on the given days. */
function inPeriods(days, starts) {
  const periods = starts.map((period) => ({ period, value: 0 }));
  for (const day of days) periods.findLast((p) => p.period <= day.period).value += day.value;
  return periods;
}

/** Actuals in the bucket and the measure of the run whose forecasts are published; fiscal periods, and weeks of a fiscal calendar, by their first days, are those of its calendar. */
async function showDemand(run, fiscalPeriods) {
  const [bucket, measure] = [run?.bucket ?? "month", run?.measure ?? "quantity"];
  const { start, shown } = { day: { start: "Date", shown: 120 }, week: { start: fiscalPeriods ? "Date" : "WeekStart", shown: 104 }, month: { start: "MonthStart", shown: 36 }, "fiscal period": { start: "Date", shown: 36 } }[bucket];
  const [column, unit] = [measure === "revenue" ? "Revenue" : "Quantity", measure === "revenue" ? "Revenue" : "Units"];
  document.getElementById("demand-unit").textContent = `${unit} per ${bucket}`;
  const from = fiscalPeriods?.length > 0 ? `filter(DateKey ge ${fiscalPeriods[0].replaceAll("-", "")})/` : "";
  const actuals = await feed(`Sales?$apply=${from}groupby((Date/${start}),aggregate(${column} with sum as Sold))`);
  // What stands above all sales: the company where there are several roots or no inner territory, else the one root.
  const tops = await feed("ForecastRollups?$filter=Node eq 'Company' or Level eq 0&$select=Node,PeriodStart,Mean,Q10,Q90");
  const company = tops.filter((f) => f.Node === "Company");
  const ahead = company.length > 0 ? company : tops;
  const periods = new Map();
  for (const f of ahead) {
    const sum = periods.get(f.PeriodStart) ?? { Mean: 0, Q10: 0, Q90: 0 };
    for (const name of Object.keys(sum)) sum[name] += f[name];
    periods.set(f.PeriodStart, sum);
  }
  const sold = actuals.map((a) => ({ period: a.Date?.[start] ?? a[start], value: a.Sold }))
    .filter((a) => a.period > "1901").sort((a, b) => a.period.localeCompare(b.period));
  const past = (fiscalPeriods ? inPeriods(sold, fiscalPeriods) : sold).slice(-shown);
  const future = [...periods].map(([period, f]) => ({ period, ...f })).sort((a, b) => a.period.localeCompare(b.period));
  demand(document.getElementById("demand"), past, future, { unit, bucket });
}

async function showAttainment() {
  const rows = await feed("KpiValues?$apply=filter(KpiDefinition/Code eq 'quota-attainment')/groupby((Territory/Name,DateKey),aggregate(Numerator with sum as Numerator,Denominator with sum as Denominator))");
  const year = Math.max(...rows.filter((r) => r.Denominator > 0 && r.Numerator > 0).map((r) => Math.floor(r.DateKey / 10000)));
  const territories = new Map();
  for (const row of rows.filter((r) => Math.floor(r.DateKey / 10000) === year)) {
    const name = row.Territory?.Name ?? "Unknown";
    const sum = territories.get(name) ?? { numerator: 0, denominator: 0 };
    sum.numerator += row.Numerator;
    sum.denominator += row.Denominator;
    territories.set(name, sum);
  }
  const items = [...territories].filter(([, s]) => s.denominator > 0)
    .map(([label, s]) => ({ label, value: s.numerator / s.denominator }))
    .sort((a, b) => b.value - a.value);
  if (items.length > 0) document.getElementById("attainment-note").textContent = `Credited sales over quota, ${year}. The line is 100 %.`;
  bars(document.getElementById("attainment"), items, { format: percent, mark: 1, tone: (i) => (i.value >= 1 ? "--good" : "--bad") });
}

async function showAccuracy() {
  const sums = "aggregate(AbsoluteError with sum as AbsoluteError,Actual with sum as Actual)";
  const methods = await feed(`ForecastAccuracies?$apply=groupby((Method),${sums})`);
  const chosen = await feed(`ForecastAccuracies?$apply=filter(Chosen eq true)/${sums}`);
  const wape = (r) => r.AbsoluteError / r.Actual;
  const items = methods.filter((m) => m.Actual > 0 && m.Method !== "combination").map((m) => ({ label: m.Method, value: wape(m) }));
  if (chosen[0]?.Actual > 0) items.push({ label: "published", value: wape(chosen[0]) });
  items.sort((a, b) => a.value - b.value);
  bars(document.getElementById("accuracy"), items, {
    format: percent,
    tone: (i) => (i.label === "published" ? "--good" : i.label === "snaive" ? "--bad" : "--naive"),
  });
}

function showConnections(grpcPort) {
  const url = `${location.origin}/odata/`;
  const lines = {
    "power-bi": `OData.Feed("${url}", null, [Implementation="2.0", ODataVersion=4, OmitValues=ODataOmitValues.Nulls])`,
    excel: url,
    grpc: `grpcurl -plaintext ${location.hostname}:${grpcPort} planning.v1.OverviewService/GetOverview`,
  };
  for (const [id, text] of Object.entries(lines)) document.getElementById(id).textContent = text;
  for (const button of document.querySelectorAll("button[data-copies]")) {
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent);
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy"; }, 1500);
    });
  }
  document.getElementById("links").append(...["Forecasts", "Quotas", "Allocations", "KpiValues", "ForecastAccuracies"].flatMap((name) => {
    const link = document.createElement("a");
    link.href = `/odata/${name}`;
    link.textContent = name;
    return [link, " "];
  }));
}

/** One failing picture never hides the others. */
async function show(id, draw) {
  try {
    await draw();
  } catch (failure) {
    const place = document.getElementById(id);
    place.textContent = `Not to be shown: ${failure.message}`;
    place.classList.add("empty");
  }
}

let overview;
await show("state", async () => {
  overview = await read("/overview");
  showConnections(overview.grpcPort);
  showOverview(overview);
});
await Promise.all([show("demand", () => showDemand(overview?.published.forecast, overview?.fiscalPeriods)), show("attainment", showAttainment), show("accuracy", showAccuracy)]);
document.body.dataset.ready = "true";
