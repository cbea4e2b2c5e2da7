// Opening Lingbu's letters and closing ours: JWS (ES256) around JSON, JWE around personal data.

import "./webcrypto.js";
import { randomUUID } from "node:crypto";
import {
  CompactEncrypt, FlattenedSign, compactDecrypt, exportJWK, flattenedVerify, generateKeyPair, importJWK,
} from "jose";

const LINGBU = "lingbu";

// Nobody we know has signed this for us: it is not answered.
export class NotFromLingbu extends Error {}

// Lingbu has said it, we cannot use it: it is answered with `problem` and this code.
export class NotUsable extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

export class Letters {
  constructor(me, own, lingbus) {
    Object.assign(this, { me, own, lingbus });
  }

  // Envelope and data; throws NotFromLingbu. Sealed members are still closed.
  async open(body) {
    let envelope, data;
    try {
      const { protected: header, payload, signature } = JSON.parse(body.toString("utf8"));
      const key = ({ kid }) => named(this.lingbus, kid, "sig", "ES256");
      const verified = await flattenedVerify(
        { protected: header, payload, signature }, key, { algorithms: ["ES256"] });
      ({ envelope, data } = parsed(verified.payload));
      if (typeof envelope.request !== "string" || !data) throw new Error("no letter");
    } catch (error) {
      throw new NotFromLingbu(error.code ?? error.name);
    }
    if (envelope.sender !== LINGBU || envelope.receiver !== this.me) {
      throw new NotFromLingbu(`from ${envelope.sender} to ${envelope.receiver}`);
    }
    return { envelope, data };
  }

  // What a sealed member says; throws NotUsable.
  async unseal(token) {
    try {
      const key = ({ kid }) => named(this.own, kid, "enc", "ECDH-ES");
      const options = { keyManagementAlgorithms: ["ECDH-ES"], contentEncryptionAlgorithms: ["A256GCM"] };
      return parsed((await compactDecrypt(token, key, options)).plaintext);
    } catch {
      throw new NotUsable("malformed");
    }
  }

  // Personal data, readable for Lingbu alone.
  async seal(value) {
    const jwk = first(this.lingbus, "enc");
    return new CompactEncrypt(bytes(value))
      .setProtectedHeader({ alg: "ECDH-ES", enc: "A256GCM", kid: jwk.kid })
      .encrypt(await importJWK(jwk, "ECDH-ES"));
  }

  // A letter of ours. A new number each time; `request` is the question's, or our own.
  async close(message, request, data) {
    const envelope = {
      letter: randomUUID(), message, version: 1, sender: this.me, receiver: LINGBU, request,
      sent_at: new Date().toISOString(),
    };
    const jwk = first(this.own, "sig");
    const signed = await new FlattenedSign(bytes({ envelope, data }))
      .setProtectedHeader({ alg: "ES256", kid: jwk.kid })
      .sign(await importJWK(jwk, "ES256"));
    return bytes(signed);
  }
}

// A pair of private keys: one to sign, one with which others seal for us; and their public halves.
export async function freshKeys(name, edition) {
  const own = [];
  for (const [use, alg] of [["sig", "ES256"], ["enc", "ECDH-ES"]]) {
    const { privateKey } = await generateKeyPair(alg, { crv: "P-256", extractable: true });
    own.push({ ...(await exportJWK(privateKey)), kid: `${name}-${use}-${edition}`, use });
  }
  return { own, open: own.map(({ d, ...rest }) => rest) };
}

// The key is found by its name among those we know, never taken from the letter.
function named(keys, kid, use, alg) {
  const jwk = keys.find((key) => key.kid === kid && key.use === use);
  if (!jwk) throw new Error("no such key");
  return importJWK(jwk, alg);
}

function first(keys, use) {
  return keys.find((key) => key.use === use);
}

function bytes(value) {
  return Buffer.from(JSON.stringify(value), "utf8");
}

function parsed(text) {
  return JSON.parse(Buffer.from(text).toString("utf8"));
}
