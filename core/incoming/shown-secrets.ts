/** Senders that show a secret itself: Basic authentication and an API key in a header. */
import { isSameText } from './same-text';

/** What follows `Basic ` in an Authorization header: Base64 of `user:password` in UTF-8, RFC 7617. */
const BASIC = /^basic +([A-Za-z0-9+/]+={0,2})$/i;

/** Whether an Authorization header carries this login and password. */
export function isBasic(
	authorization: string,
	{ login, password }: { login: string; password: string },
): boolean {
	const encoded = BASIC.exec(authorization.trim())?.[1];
	if (encoded === undefined) return false;
	return isSameText(Buffer.from(encoded, 'base64').toString('utf8'), `${login}:${password}`);
}

/** Whether the value of a header is one of the keys; compares with all of them. */
export const isOneOf = (value: string, keys: string[]): boolean =>
	keys.map((key) => isSameText(value.trim(), key)).includes(true);
