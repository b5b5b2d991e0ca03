/** How services check what each authentication method sends. A guard is the handler of a protected path. */
import { createHash, createHmac } from 'node:crypto';
import type { Handler, Received } from './server';
import type { Issuer } from './issuer';

/** 200 with a small JSON body when the check passes, else 401. */
export const guard =
	(passes: (request: Received) => boolean): Handler =>
	(request) =>
		passes(request)
			? { status: 200, body: { accepted: true } }
			: { status: 401, body: { error: 'unauthorized' } };

export const basicGuard = (login: string, password: string) =>
	guard(({ headers }) => {
		const encoded = /^Basic (\S+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
		return Buffer.from(encoded, 'base64').toString('utf8') === `${login}:${password}`;
	});

export const bearerGuard = (issuer: Issuer) =>
	guard(({ headers }) => issuer.accepts(headers.authorization));

/** Both a header and a URL parameter must carry the key. */
export const apiKeyGuard = (header: string, parameter: string, key: string) =>
	guard(
		({ headers, url }) =>
			headers[header.toLowerCase()] === key && url.searchParams.get(parameter) === key,
	);

/** Eagle Eye's rule over path, query and body as they arrived. */
export const eagleEyeGuard = (clientId: string, secret: string) =>
	guard(({ headers, target, body }) => {
		const hash = createHash('sha256').update(target).update(body).update(secret).digest('hex');
		return headers['x-ees-auth-client-id'] === clientId && headers['x-ees-auth-hash'] === hash;
	});

/** The receiver's side of Standard Webhooks, with one secret, and a tolerance of five minutes. */
export const standardWebhooksGuard = (secret: string, now: () => number) =>
	guard(({ headers, body }) => {
		const timestamp = Number(headers['webhook-timestamp']);
		const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
		const expected = createHmac('sha256', key)
			.update(`${String(headers['webhook-id'])}.${timestamp}.${body.toString()}`)
			.digest('base64');
		const signatures = String(headers['webhook-signature']).split(' ');
		return Math.abs(now() / 1000 - timestamp) <= 300 && signatures.includes(`v1,${expected}`);
	});
