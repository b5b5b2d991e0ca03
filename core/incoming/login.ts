import { networkOf } from './allowed-ips';
import { readJson } from './checks';
import type { Exchange } from './exchange';
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
	const tooMany = await countGuess(exchange);
	if (tooMany) return tooMany;
	const apiKey = findApiKey(jwt.issuing.apiKeys, presentedKey(body));
	if (!apiKey) {
		const cause = 'the API key is none of the credential';
		return new Refusal('unauthorized', replies.unauthorized(WRONG_KEY, receivedAt), cause);
	}
	await services.store.giveBack(guesser(exchange), MAX_GUESSES, GUESS_SECONDS);
	const times = { now: receivedAt, id: services.newId() };
	const token = await issueToken({ ...jwt, issuing: jwt.issuing }, apiKey, times);
	return { accepted: true, reply: replies.token(token), cause: 'a token was issued' };
});

/** So many wrong keys may come from one address to one endpoint within so many seconds. */
const MAX_GUESSES = 10;
const GUESS_SECONDS = 60;

/**
 * 429. Counted before the key is looked at, and given back when it is right: else many guesses at once would all be
 * looked at before the first of them counts.
 */
async function countGuess(exchange: Exchange): Promise<Refusal | undefined> {
	const { services, receivedAt } = exchange;
	const { retryAfterMs } = await services.store.consume(
		guesser(exchange),
		MAX_GUESSES,
		GUESS_SECONDS,
	);
	if (retryAfterMs <= 0) return undefined;
	const reply = replies.tooManyRequests(receivedAt, retryAfterMs);
	const cause = `more than ${MAX_GUESSES} wrong API keys in ${GUESS_SECONDS} s from one address`;
	return new Refusal('rateLimit', reply, cause);
}

const guesser = ({ request, settings }: Exchange): string =>
	`login ${settings.endpointId} ${networkOf(request.ip)}`;

function presentedKey({ document }: ParsedBody): string {
	const key = Object.hasOwn(document, 'apiKey') && 'apiKey' in document ? document.apiKey : '';
	return typeof key === 'string' ? key : '';
}
