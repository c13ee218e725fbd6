// node check.mjs ADDRESS PROTOS GOOGLE_PROTOS: loads, forecasts and reads an error with its details; prints one JSON line.
import grpc from "@grpc/grpc-js";
import loader from "@grpc/proto-loader";
import { randomUUID } from "node:crypto";
import { promisify } from "node:util";

const [address, protos, googleProtos] = process.argv.slice(2);
const options = { keepCase: true, longs: Number, enums: String, defaults: true, oneofs: true, includeDirs: [protos, googleProtos] };
const files = ["planning/v1/load_service.proto", "planning/v1/forecast_service.proto"];
const { planning } = grpc.loadPackageDefinition(loader.loadSync(files, options));
const credentials = grpc.credentials.createInsecure();
const loads = new planning.v1.LoadService(address, credentials);
const forecasts = new planning.v1.ForecastService(address, credentials);
const call = (client, method) => promisify(client[method].bind(client));

// 1. Load: two products, a territory, three sales with a return.
const source = `node-${randomUUID()}`;
const { load } = await call(loads, "OpenLoad")({ request_id: randomUUID(), source, description: "node check" });
const chunks = [
  { number: 0, products: { rows: [{ code: `${source}-A`, name: "Größe, \"klein\"" }, { code: `${source}-B`, name: "B" }] } },
  { number: 1, territories: { rows: [{ code: `${source}-T`, name: "Île-de-France" }] } },
  {
    number: 2,
    sales: {
      rows: [
        { row_key: "1", date: { year: 2026, month: 1, day: 5 }, product_code: `${source}-A`, territory_code: `${source}-T`, quantity: 3, revenue: { value: "29.97" } },
        { row_key: "2", date: { year: 2026, month: 2, day: 6 }, product_code: `${source}-B`, territory_code: `${source}-T`, quantity: 1, revenue: { value: "0.01" } },
        { row_key: "3", date: { year: 2026, month: 3, day: 7 }, product_code: `${source}-A`, territory_code: `${source}-T`, quantity: -1, revenue: { value: "-9.99" } },
      ],
    },
  },
];
await new Promise((resolve, reject) => {
  const stream = loads.StreamChunks();
  let acknowledged = 0;
  stream.on("data", () => { acknowledged++; });
  stream.on("error", reject);
  stream.on("end", () => (acknowledged > 0 ? resolve() : reject(new Error("no chunk was acknowledged"))));
  for (const chunk of chunks) stream.write({ load_key: load.load_key, chunk });
  stream.end();
});
const checked = await new Promise((resolve, reject) => {
  let last;
  const stream = loads.ValidateLoad({ request_id: randomUUID(), load_key: load.load_key, expected_chunk_count: 3 });
  stream.on("data", (m) => { if (m.event === "load") last = m.load; });
  stream.on("error", reject);
  stream.on("end", () => resolve(last));
});
const committed = (await call(loads, "CommitLoad")({ request_id: randomUUID(), load_key: load.load_key })).load;
const reverted = (await call(loads, "RevertLoad")({ request_id: randomUUID(), load_key: load.load_key })).load;

// 2. Forecast a series of our own.
const values = Array.from({ length: 48 }, (_, i) => 100 + 2 * i + 20 * Math.sin((2 * Math.PI * i) / 12));
const { forecasts: answers } = await call(forecasts, "Forecast")({ series: [{ series_id: "own", values, period: 12 }], horizon: 6 });

// 3. An error with all its violations.
let failure;
try {
  await call(forecasts, "Forecast")({ series: [{ series_id: "", values: [], period: 0 }], horizon: 0 });
} catch (error) {
  failure = { code: error.code, violations: violations(error.metadata.get("grpc-status-details-bin")[0]) };
}

/** Reads google.rpc.Status: details (field 3) are Any; BadRequest holds field_violations (field 1) of field and description. */
function violations(bytes) {
  const found = [];
  for (const any of fields(bytes).filter((f) => f.number === 3)) {
    const parts = fields(any.value);
    const type = parts.find((p) => p.number === 1).value.toString();
    if (!type.endsWith("google.rpc.BadRequest")) continue;
    for (const violation of fields(parts.find((p) => p.number === 2).value)) {
      const texts = fields(violation.value);
      found.push({ field: texts.find((t) => t.number === 1)?.value.toString(), description: texts.find((t) => t.number === 2)?.value.toString() });
    }
  }
  return found;
}

/** Length-delimited and varint fields of a protobuf message. */
function fields(bytes) {
  const list = [];
  let at = 0;
  const varint = () => {
    let [value, shift] = [0, 0];
    for (;;) {
      const byte = bytes[at++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
      shift += 7;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    if ((tag & 7) === 2) {
      const length = varint();
      list.push({ number: tag >> 3, value: bytes.subarray(at, at + length) });
      at += length;
    } else {
      list.push({ number: tag >> 3, value: varint() });
    }
  }
  return list;
}

console.log(JSON.stringify({
  validated: checked.state,
  warnings: checked.warning_count,
  committed: committed.state,
  inserted: committed.inserted_count,
  reverted: reverted.state,
  method: answers[0].method,
  steps: answers[0].steps.map((s) => s.mean),
  failure,
}));
loads.close();
forecasts.close();
