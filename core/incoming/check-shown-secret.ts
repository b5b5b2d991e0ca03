/** Senders that show a secret itself: 401 for a missing or wrong one. */
import type { Exchange } from './exchange';
import { Refusal } from './outcome';
import * as replies from './replies';
import { headerValue } from './request';
import { isBasic, isOneOf } from './shown-secrets';

/** RFC 7617, 2.1: the login and password are compared as UTF-8. */
const BASIC_CHALLENGE = 'Basic realm="Incoming Integration", charset="UTF-8"';

export function checkBasic(
	{ request, receivedAt }: Exchange,
	expected: { login: string; password: string },
): Refusal | undefined {
	const authorization = headerValue(request, 'authorization');
	const refuse = (error: string, cause: string) =>
		new Refusal('unauthorized', replies.unauthorized(error, receivedAt, BASIC_CHALLENGE), cause);
	if (authorization === undefined) {
		return refuse("Missing 'Authorization' header", 'no Authorization header');
	}
	if (isBasic(authorization, expected)) return undefined;
	return refuse(
		'Invalid login or password',
		'the login and password are not those of the credential',
	);
}

export function checkHeaderKey(
	{ request, receivedAt }: Exchange,
	{ header, keys }: { header: string; keys: string[] },
): Refusal | undefined {
	const value = headerValue(request, header);
	const refuse = (error: string, cause: string) =>
		new Refusal('unauthorized', replies.unauthorized(error, receivedAt), cause);
	if (value === undefined) return refuse(`Missing '${header}' header`, `no ${header} header`);
	if (isOneOf(value, keys)) return undefined;
	return refuse('Invalid API key', 'the key is none of the credential');
}
