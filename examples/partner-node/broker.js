// Our one queue and our one exchange. We declare nothing: Lingbu has made both.

import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import amqp from "amqplib";

const LONGEST_WAIT = 60_000;

// A connection and a channel that confirms; `lost` is settled when either ends, and why.
export async function open(settings) {
  const connection = await amqp.connect(settings.broker, { timeout: 10_000, ...settings.tls });
  const lost = Promise.race([once(connection, "close"), once(connection, "error")]);
  lost.catch(() => {});
  const channel = await connection.createConfirmChannel();
  channel.on("error", () => connection.close().catch(() => {}));
  const returned = new Set();
  channel.on("return", ({ properties }) => returned.add(properties.messageId));
  return { connection, channel, lost, returned };
}

// Settled when the broker has it on disk; fails where it has not, or has no queue for it.
export function say({ channel, returned }, settings, message, body, id) {
  const options = {
    persistent: true, mandatory: true, messageId: id,
    contentType: "application/json", contentEncoding: "utf-8",
  };
  return new Promise((done, fail) => {
    channel.publish(settings.exchange, `${message}.v1`, body, options, (error) => {
      if (error) fail(error);
      else if (returned.delete(id)) fail(new Error("no queue for it"));
      else done();
    });
  });
}

// Reads the queue until `stopped`; `take` gets each letter and a function to say its answer with.
export async function serve(settings, take, stopped) {
  for (let tries = 0; !stopped.aborted; tries += 1) {
    const begin = Date.now();
    try {
      await read(settings, take, stopped);
    } catch (error) {
      console.error("beginning anew after", error.code ?? error.message);
    }
    if (Date.now() - begin > LONGEST_WAIT) tries = 0;
    const wait = Math.min(1000 * 2 ** tries, LONGEST_WAIT) * (0.5 + Math.random() / 2);
    await sleep(wait, undefined, { signal: stopped }).catch(() => {});
  }
}

async function read(settings, take, stopped) {
  const line = await open(settings);
  const { connection, channel } = line;
  stopped.addEventListener("abort", () => connection.close().catch(() => {}), { once: true });
  await channel.prefetch(settings.prefetch);
  const one = async (message) => {
    if (message === null) return connection.close(); // the queue is gone
    try {
      await take(message.content, (name, body, id) => say(line, settings, name, body, id));
      channel.ack(message); // its answer is confirmed: whoever dies before that is asked again
    } catch (error) {
      console.error("not answered:", error.message);
      await connection.close().catch(() => {});
    }
  };
  await channel.consume(settings.inbox, one, { noAck: false });
  console.error(`reading ${settings.inbox}`);
  await line.lost;
}
