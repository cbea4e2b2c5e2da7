// Node 18 has it, but not where jose looks for it.

import { webcrypto } from "node:crypto";

globalThis.crypto ??= webcrypto;
