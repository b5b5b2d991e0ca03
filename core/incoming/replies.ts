import type { UnmetCondition } from './conditions';
import type { JsonObject } from '../json';

/** What a sender is told, byte for byte as Synerise's endpoint would. */
export interface Reply {
	status: number;
	headers: Record<string, string>;
	body: string;
}

const JSON_TYPE = { 'Content-Type': 'application/json' };
const TEXT_TYPE = { 'Content-Type': 'text/plain; charset=utf-8' };

/** `2025-09-17 11:13:18Z` */
const seconds = (now: number): string =>
	new Date(now).toISOString().replace('T', ' ').replace(/\.\d+/, '');

/** `2025-09-17T10:25:32.050000000Z`: nine decimals, as Java's Instant prints them. */
const nanoseconds = (now: number): string => new Date(now).toISOString().replace('Z', '000000Z');

/** The envelope of every refusal but the one of a body that is no JSON. */
const refusal = (
	status: number,
	error: string,
	now: number,
	headers: Record<string, string> = {},
	message = '',
): Reply => ({
	status,
	headers: { ...JSON_TYPE, ...headers },
	body: JSON.stringify({ status, error, message, timestamp: seconds(now) }),
});

/** Accepted, or not meant for the workflow (conditions not met): the sender has nothing to repeat. */
export const ok = (): Reply => ({ status: 200, headers: TEXT_TYPE, body: 'OK' });

/** To a test request alone: in production its sender gets `OK`. */
export const conditionsNotMet = (unmet: UnmetCondition[]): Reply => ({
	status: 200,
	headers: TEXT_TYPE,
	body: [
		'This request does not start the workflow. Conditions that are not met:',
		...unmet.map(
			({ address, operator, remark }) =>
				`- ${address}: ${operator}${remark === undefined ? '' : ` (${remark})`}`,
		),
		'',
	].join('\n'),
});

/** The response to a login. */
export const token = (jwt: string): Reply => ({
	status: 200,
	headers: { ...JSON_TYPE, 'Cache-Control': 'no-store' },
	body: JSON.stringify({ token: jwt }),
});

/** The JSON that a sender asked for. */
export const json = (value: JsonObject): Reply => ({
	status: 200,
	headers: JSON_TYPE,
	body: JSON.stringify(value),
});

/** A sender's challenge, sent back as it came. */
export const challenge = (text: string): Reply => ({
	status: 200,
	headers: { ...TEXT_TYPE, 'X-Content-Type-Options': 'nosniff' },
	body: text,
});

export const duplicate = (): Reply => ({ status: 204, headers: {}, body: '' });

export const badRequest = (now: number): Reply => ({
	status: 400,
	headers: JSON_TYPE,
	body: JSON.stringify({
		error: 'Bad Request',
		message: 'Error while deserializing input',
		status: 400,
		timestamp: nanoseconds(now),
	}),
});

/** RFC 9110, 15.5.2: a 401 says how to authenticate. Signatures have no registered scheme. */
export const unauthorized = (error: string, now: number, challenge?: string): Reply =>
	refusal(401, error, now, challenge === undefined ? {} : { 'WWW-Authenticate': challenge });

export const forbidden = (now: number): Reply => refusal(403, 'Forbidden', now);

/** To a test request alone: in production its sender gets `Forbidden` without a reason. */
export const addressNotAllowed = (now: number, address: string): Reply => {
	const message = `This request came from ${address}, which is not in Allowed IPs. Behind a proxy, set N8N_PROXY_HOPS on the n8n server to see the address of the sender.`;
	return refusal(403, 'Forbidden', now, {}, message);
};

export const notFound = (now: number): Reply => refusal(404, 'Not Found', now);

export const payloadTooLarge = (now: number): Reply => refusal(413, 'Payload Too Large', now);

/** @param readable the media types that would be read */
export const unsupportedMediaType = (now: number, readable: string): Reply =>
	refusal(415, 'Unsupported Media Type', now, { Accept: readable });

export const tooManyRequests = (now: number, retryAfterMs: number): Reply =>
	refusal(429, 'Too Many Requests', now, retryAfter(retryAfterMs));

export const serviceUnavailable = (now: number, retryAfterMs: number): Reply =>
	refusal(503, 'Service Unavailable', now, retryAfter(retryAfterMs));

/** RFC 9110, 10.2.3: whole seconds. */
const retryAfter = (milliseconds: number): Record<string, string> => ({
	'Retry-After': String(Math.max(1, Math.ceil(milliseconds / 1000))),
});
