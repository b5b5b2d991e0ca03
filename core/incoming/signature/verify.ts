/** Whether a request was signed with one of the secrets that an endpoint knows. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

import { headerValue, type IncomingRequest } from '../request';
import type { Encoding, SignatureFields, SignatureScheme } from './schemes';
import { reads, updateWith, type SignedValues } from './signed-content';

export interface SignatureSettings {
	scheme: SignatureScheme;
	/** Keys, decoded; one of them must have signed. */
	keys: Buffer[];
	/** How far the signature's timestamp may be from now, in seconds. */
	toleranceSeconds: number;
}

export type SignatureFailure = 'missing' | 'mismatch' | 'stale';

/** Tells a signed request from all others for as long as its timestamp counts. */
export interface SignedReplay {
	/** 64 lower-case hexadecimal digits. */
	hash: string;
	windowMs: number;
}

export type SignatureOutcome =
	/** Nothing tells a repeat by where the scheme signs no timestamp. */
	{ replay?: SignedReplay } | { failure: SignatureFailure; cause: string };

export interface SignedRequest {
	request: IncomingRequest;
	body: Buffer;
	/** The address that the sender called. */
	url: string;
	/** Milliseconds since the Unix epoch. */
	now: number;
}

const DIGEST_BYTES = { sha1: 20, sha256: 32, sha512: 64 };

const LETTERS: Record<Encoding, RegExp> = {
	hex: /^[0-9a-f]+$/,
	base64: /^[A-Za-z0-9+/]+={0,2}$/,
	base64url: /^[A-Za-z0-9_-]+={0,2}$/,
};

/** A count of seconds has ten digits until the year 2286, one of milliseconds thirteen since 2001. */
const FIRST_MILLISECONDS = 1e11;

/** The fields that this request carries, by the scheme; `undefined` when it is not signed. */
export const presentedFields = (
	scheme: SignatureScheme,
	request: IncomingRequest,
): SignatureFields | undefined =>
	scheme.fields.find(({ signature }) => headerValue(request, signature) !== undefined);

/** Checks the signature first: only a sender who holds a secret learns that its timestamp is the fault. */
export function verifySignature(
	{ scheme, keys, toleranceSeconds }: SignatureSettings,
	{ request, body, url, now }: SignedRequest,
): SignatureOutcome {
	const fields = presentedFields(scheme, request);
	if (!fields) return { failure: 'missing', cause: `no header ${scheme.fields[0]?.signature}` };
	const presented = (headerValue(request, fields.signature) ?? '').split(scheme.separator ?? '\0');
	const parts = presented.map((part) => part.trim());
	const timestamp = timestampOf(scheme, fields, request, parts);
	if (timestamp === undefined) {
		return { failure: 'mismatch', cause: 'the timestamp of the signature is missing or malformed' };
	}
	const id = fields.id === undefined ? '' : (headerValue(request, fields.id) ?? '');
	if (reads(scheme.signed, 'id') && id === '') {
		return { failure: 'mismatch', cause: `the signed header ${fields.id} is missing` };
	}
	const signature = matching(scheme, keys, signaturesIn(scheme, parts), {
		body,
		timestamp,
		id,
		url,
	});
	if (!signature) return { failure: 'mismatch', cause: 'signature does not match' };
	if (timestamp === '') return {};
	const age = now - milliseconds(timestamp);
	if (Math.abs(age) > toleranceSeconds * 1000) return { failure: 'stale', cause: staleness(age) };
	const identity = reads(scheme.signed, 'id') ? id : signature.toString('hex');
	return {
		replay: {
			hash: createHash('sha256').update(`signed request\0${identity}`).digest('hex'),
			// A timestamp may be as far ahead as it may lie back.
			windowMs: Math.max(2 * toleranceSeconds, 1) * 1000,
		},
	};
}

/** @returns the digits as sent, '' for a scheme without a timestamp, `undefined` when it is missing or ambiguous */
function timestampOf(
	{ timestampPart }: SignatureScheme,
	fields: SignatureFields,
	request: IncomingRequest,
	parts: string[],
): string | undefined {
	let text: string | undefined;
	if (timestampPart !== undefined) {
		const found = parts.filter((part) => part.startsWith(timestampPart));
		text = found.length === 1 ? found[0]?.slice(timestampPart.length) : undefined;
	} else if (fields.timestamp !== undefined) {
		text = headerValue(request, fields.timestamp)?.trim();
	} else return '';
	return text !== undefined && /^\d{1,16}$/.test(text) ? text : undefined;
}

const milliseconds = (timestamp: string): number =>
	Number(timestamp) >= FIRST_MILLISECONDS ? Number(timestamp) : Number(timestamp) * 1000;

const staleness = (age: number): string =>
	`the timestamp of the signature is ${Math.round(Math.abs(age) / 1000)} s ${age > 0 ? 'old' : 'ahead'}`;

/** The signatures of the scheme's own version, decoded. */
function signaturesIn(scheme: SignatureScheme, parts: string[]): Buffer[] {
	const { prefix, encoding, algorithm, anyCase = false } = scheme;
	return parts.flatMap((part) => {
		if (!part.startsWith(prefix)) return [];
		const text = part.slice(prefix.length);
		const letters = anyCase && encoding === 'hex' ? text.toLowerCase() : text;
		if (!LETTERS[encoding].test(letters)) return [];
		const digest = Buffer.from(letters, encoding);
		return digest.length === DIGEST_BYTES[algorithm] ? [digest] : [];
	});
}

/** The signature that one of the keys made; compares in constant time, all with all. */
function matching(
	{ algorithm, signed }: SignatureScheme,
	keys: Buffer[],
	signatures: Buffer[],
	values: SignedValues,
): Buffer | undefined {
	if (signatures.length === 0) return undefined;
	const digests = keys.map((key) =>
		updateWith(createHmac(algorithm, key), signed, values).digest(),
	);
	const matches = signatures.filter((signature) =>
		digests.map((digest) => timingSafeEqual(digest, signature)).includes(true),
	);
	return matches[0];
}
