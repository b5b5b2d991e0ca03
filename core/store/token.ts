import { randomBytes } from 'node:crypto';

/** Twelve characters that no other process has. */
const ours = randomBytes(9).toString('base64url');

let count = 0;

/** Names a claim: never the same twice, in whichever process; without a colon, and short in memory. */
export const newToken = (): string => `${ours}.${(count++).toString(36)}`;
