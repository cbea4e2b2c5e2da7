// What has been answered, so that the same question gets the same answer after a restart too: a file
// with one JSON object a line, forced to the disk before the answer leaves.

import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";

export class Memory {
  #answers = new Map();
  #lists = new Map();
  #enrolled = new Map();
  #file;

  constructor(path) {
    const kept = existsSync(path) ? readFileSync(path, "utf8").split("\n") : [];
    for (const line of kept) {
      try {
        this.#apply(JSON.parse(line));
      } catch {} // the end of the file, or a line that was cut off: never answered
    }
    this.#file = openSync(path, "a", 0o600);
    writeSync(this.#file, "\n"); // ends such a line
  }

  answer(request) {
    return this.#answers.get(request);
  }

  // Whether under that district, month and number another list was taken before.
  isAnotherList(place, digest) {
    return this.#lists.has(place) && this.#lists.get(place) !== digest;
  }

  // An answer and what it changes, in one line: {request, answer, list?, enrol?, leave?}.
  keep(change) {
    writeSync(this.#file, JSON.stringify(change) + "\n");
    fsyncSync(this.#file);
    this.#apply(change);
  }

  // [reference, personal amount] of everybody collected from in a month.
  payersOf(month) {
    return [...this.#enrolled]
      .filter(([, one]) => one.month <= month && !(one.until <= month))
      .map(([reference, one]) => [reference, one.personal]);
  }

  close() {
    closeSync(this.#file);
  }

  #apply({ request, answer, list, enrol = [], leave = [] }) {
    this.#answers.set(request, answer);
    if (list) this.#lists.set(list.place, list.digest);
    for (const row of enrol) this.#enrolled.set(row.reference, row);
    for (const { reference, month } of leave) {
      const one = this.#enrolled.get(reference);
      if (one) one.until = month;
    }
  }
}
