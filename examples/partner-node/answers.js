// What we answer. Replace this file by your own system; the rest may stay as it is.
//
// `answerTo` gets a question and returns {answer: {message, data}} and what is to be kept with it. Throw
// NotUsable with `malformed`, `refused` or `unavailable` where there is none.

import { NotUsable } from "./letters.js";

const WORDS = { PASS: "比对一致", FAIL: "比对不一致", NO_DATA: "查询无记录" };

const KINDS = {
  "check.request.v1": check,
  "contrib.query.v1": contributions,
  "refund.request.v1": refund,
  "enroll.batch.v1": list,
  "leave.batch.v1": list,
  "account.update.v1": note,
  "difference.request.v1": note,
};

export async function answerTo(envelope, data, us) {
  const kind = KINDS[`${envelope.message}.v${envelope.version}`];
  if (!kind) throw new NotUsable("unknown-message");
  try {
    return await kind(data, us, envelope);
  } catch (error) {
    throw error instanceof NotUsable ? error : new NotUsable("malformed");
  }
}

// PASS, FAIL, NO_DATA (查询无记录) or, where we cannot look now, ERROR.
async function check(data, { letters, records }) {
  const person = await letters.unseal(data.subject);
  const known = records[person.id_number] ?? records["*"] ?? {};
  const result = known[required(data.check_code)] ?? "NO_DATA";
  return said("check.response", {
    check_code: data.check_code, result, detail: WORDS[result] ?? "", answered_at: now(),
  });
}

// The months on record from `from_month` on: month and payer.
async function contributions(data, { letters, records }) {
  const person = await letters.unseal(data.subject);
  const lines = records[person.id_number]?.contributions ?? [];
  const later = lines.filter((line) => line.month >= required(data.from_month));
  return said("contrib.reply", { lines: later, answered_at: now() });
}

async function refund(data, { letters }) {
  await letters.unseal(data.subject);
  return said("refund.result", { refunded: true });
}

// 增员名单 or 减员名单: each row counts unless it is refused.
async function list(data, { letters, memory }, { message }) {
  const people = await letters.unseal(data.people);
  if (people.length !== data.rows.length) throw new NotUsable("malformed");
  const place = [message, data.agency, data.month, data.sequence].join("/");
  if (memory.isAnotherList(place, data.digest)) throw new NotUsable("refused");
  const bad = (row, n) => !people[n].id_number;
  const refused = data.rows.filter(bad).map(({ row }) => ({ row, code: "04", reason: "证件号码有误" }));
  const taken = data.rows.filter((row, n) => !bad(row, n));
  const kept = { list: { place, digest: data.digest } };
  kept[message === "enroll.batch" ? "enrol" : "leave"] =
    taken.map(({ reference, month, personal }) => ({ reference, month, personal }));
  return { ...said("batch.ack", { refused }), ...kept };
}

// Taken note of: account.update and difference.request.
function note(data) {
  required(data.reference);
  return said("receipt", {});
}

// Request number and data of each result of a month; said again, they keep their numbers.
export function deductions(month, memory, codes) {
  return memory.payersOf(month).map(([reference, personal]) => {
    const code = codes[reference] ?? "00";
    const deducted = code === "00" ? personal : "0.00";
    return {
      request: `${reference}/${month}/month/1`,
      data: { reference, month, attempt: 1, code, deducted },
    };
  });
}

function said(message, data) {
  return { answer: { message, data } };
}

function required(value) {
  if (value === undefined || value === null) throw new NotUsable("malformed");
  return value;
}

function now() {
  return new Date().toISOString();
}
