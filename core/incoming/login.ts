import { readJson } from './checks';
import { findApiKey, issueToken } from './jwt/issue';
import type { ParsedBody } from './json-body';
import { Refusal, type DirectReply } from './outcome';
import * as replies from './replies';
import { route } from './route';

const WRONG_KEY = 'Invalid API key';

/** Synerise's "Log in as Workspace": an API key for a token, on endpoints that issue tokens. */
export const logIn = route<DirectReply>(async (exchange) => {
	const { settings, services, receivedAt } = exchange;
	const { authentication } = settings;
	const jwt = authentication.method === 'jwt' ? authentication.settings : undefined;
	if (!jwt?.issuing) {
		const cause = 'the endpoint does not issue tokens';
		return new Refusal('notFound', replies.notFound(receivedAt), cause);
	}
	const body = await readJson(exchange);
	if (body instanceof Refusal) return body;
	const apiKey = findApiKey(jwt.issuing.apiKeys, presentedKey(body));
	if (!apiKey) {
		const cause = 'the API key is none of the credential';
		return new Refusal('unauthorized', replies.unauthorized(WRONG_KEY, receivedAt), cause);
	}
	const times = { now: receivedAt, id: services.newId() };
	const token = await issueToken({ ...jwt, issuing: jwt.issuing }, apiKey, times);
	return { accepted: true, reply: replies.token(token), cause: 'a token was issued' };
});

function presentedKey({ document }: ParsedBody): string {
	const key = Object.hasOwn(document, 'apiKey') && 'apiKey' in document ? document.apiKey : '';
	return typeof key === 'string' ? key : '';
}
