// An outside system that exchanges letters with Lingbu. See README.md.
//
//   node partner.js keys police       makes our keys
//   node partner.js serve             answers questions until it is stopped
//   node partner.js deduct 2019-06    the centre: says what was deducted in a month
//   node partner.js status 110101197803070029 death 2019-06    reports what became of a person

import { createHash, randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { answerTo, deductions } from "./answers.js";
import { open, say, serve } from "./broker.js";
import { Letters, NotFromLingbu, NotUsable, freshKeys } from "./letters.js";
import { Memory } from "./memory.js";
import { fromEnvironment } from "./settings.js";

// One letter in, at most one letter out.
export class Partner {
  #busy = Promise.resolve();

  constructor(settings) {
    this.letters = new Letters(settings.partner, settings.ownKeys, settings.lingbuKeys);
    this.memory = new Memory(settings.memory);
    this.records = settings.records;
  }

  // Verifies, answers; the log names numbers and reasons, never a person.
  async take(body, answer) {
    let envelope, data;
    try {
      ({ envelope, data } = await this.letters.open(body));
    } catch (error) {
      if (!(error instanceof NotFromLingbu)) throw error;
      console.error("not answered:", error.message);
      return;
    }
    if (envelope.message === "problem") {
      console.error(`Lingbu could not use ${envelope.request}: ${data.code}`);
      return;
    }
    if (expired(envelope)) return; // it needs no answer
    const { message, data: said } = await this.#oneAtATime(() => this.answerTo(envelope, data));
    await answer(message, await this.letters.close(message, envelope.request, said), randomUUID());
  }

  // The answer given before, or a new one, kept before it is said.
  async answerTo(envelope, data) {
    const known = this.memory.answer(envelope.request);
    if (known) return known;
    try {
      const { answer, ...changes } = await answerTo(envelope, data, this);
      if (answer.data.result !== "ERROR") { // that one is asked again
        this.memory.keep({ request: envelope.request, answer, ...changes });
      }
      return answer;
    } catch (error) {
      if (!(error instanceof NotUsable)) throw error;
      return { message: "problem", data: { code: error.code } };
    }
  }

  // The same question twice at the same moment is answered once.
  #oneAtATime(work) {
    const done = this.#busy.then(work);
    this.#busy = done.catch(() => {});
    return done;
  }
}

function expired({ expires_at: until }) {
  return until != null && Date.parse(until) < Date.now();
}

async function makeKeys(name, edition = "1") {
  const { own, open: known } = await freshKeys(name, edition);
  for (const [file, keys] of [["own.private.json", own], ["own.public.json", known]]) {
    writeFileSync(file, JSON.stringify(keys, null, 1), { flag: "wx", mode: 0o600 });
  }
}

// `refusals` are reference=code, such as …=01 (余额不足); everybody else is 00.
async function deduct(month, ...refusals) {
  const settings = fromEnvironment();
  const codes = Object.fromEntries(refusals.map((one) => one.split("=")));
  const { letters, memory } = new Partner(settings);
  const results = deductions(month, memory, codes);
  await sayAll(settings, letters, "deduct.result", results);
  console.error(`${results.length} results`);
}

// What we have learnt of a person; the person is sealed for Lingbu.
async function report(idNumber, status, month) {
  const settings = fromEnvironment();
  const letters = new Letters(settings.partner, settings.ownKeys, settings.lingbuKeys);
  const event = numbered([settings.partner, idNumber, status, month].join("/"));
  const subject = await letters.seal({ id_number: idNumber });
  const data = { event_id: event, status, month, subject };
  await sayAll(settings, letters, "status.event", [{ request: event, data }]);
}

// A UUID (version 8) of these words: said again, an event keeps its number.
function numbered(words) {
  const hex = createHash("sha256").update(words).digest("hex");
  const variant = ((parseInt(hex[16], 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, variant + hex.slice(17, 20), hex.slice(20, 32),
  ].join("-");
}

async function sayAll(settings, letters, message, all) {
  const line = await open(settings);
  for (const { request, data } of all) {
    await say(line, settings, message, await letters.close(message, request, data), randomUUID());
  }
  await line.connection.close();
}

async function run() {
  const settings = fromEnvironment();
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => stop.abort());
  const partner = new Partner(settings);
  await serve(settings, (body, answer) => partner.take(body, answer), stop.signal);
  partner.memory.close();
}

const commands = { keys: makeKeys, serve: run, deduct, status: report };
const [name, ...words] = process.argv.slice(2);
if (!(name in commands)) {
  console.error("node partner.js keys NAME | serve | deduct MONTH [reference=code …] | status ID STATUS MONTH");
  process.exit(2);
}
await commands[name](...words);
