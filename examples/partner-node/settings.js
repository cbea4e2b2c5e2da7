// Who we are, where the broker is, where our keys lie: from the environment.

import { readFileSync } from "node:fs";

function needed(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is missing`);
  return value;
}

// From a file (NAME_FILE), which other processes cannot see, or from NAME.
function secret(name) {
  const file = process.env[`${name}_FILE`];
  return file ? readFileSync(file, "utf8").trim() : needed(name);
}

export function fromEnvironment(env = process.env) {
  const partner = needed("PARTNER_NAME");
  const broker = new URL(needed("BROKER_URL")); // amqp(s)://host:port/vhost
  broker.username = encodeURIComponent(env.BROKER_USER ?? `partner-${partner}`);
  broker.password = encodeURIComponent(secret("BROKER_PASSWORD"));
  broker.searchParams.set("heartbeat", "30");
  return {
    partner,
    broker: broker.href,
    tls: tls(env),
    inbox: `partner.${partner}.inbox`,
    exchange: `partner.${partner}.said`,
    ownKeys: readJson(env.OWN_KEYS_FILE ?? "own.private.json"),
    lingbuKeys: readJson(env.LINGBU_KEYS_FILE ?? "lingbu.public.json"),
    records: readJson(env.RECORDS_FILE ?? "records.json"),
    memory: env.MEMORY_FILE ?? "memory.jsonl",
    prefetch: Number(env.PREFETCH ?? 20),
  };
}

function tls(env) {
  if (!env.BROKER_CA_FILE) return {};
  const found = { ca: [readFileSync(env.BROKER_CA_FILE)] };
  if (env.BROKER_CERT_FILE) { // where the broker asks for a certificate of ours
    found.cert = readFileSync(env.BROKER_CERT_FILE);
    found.key = readFileSync(needed("BROKER_KEY_FILE"));
  }
  return found;
}

function readJson(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}
