/** One item's exchange with the host: authorise, send, try again, until there is a response or an error. */
import type { Clock } from '../clock';
import type {
	ConnectionMethod,
	CredentialFields,
	PreparedRequest,
} from '../connections/connection';
import { createMask } from '../connections/mask';
import { IntegrationError } from '../errors';
import type { HttpClient, HttpResponse } from '../http/client';
import { abortedError, WireError } from '../http/wire-error';
import { ExchangeError, retryAdvice, type AttemptRecord } from './exchange-error';
import { decideRetry, type Decision, type Outcome, type RetryPolicy } from './retry';

/** How requests are sent; the same names as the options of the node. */
export interface WireOptions {
	timeoutMs: number;
	maxResponseBytes: number;
	redirect: { follow: boolean; max: number };
	proxy: string | undefined;
	allowUnauthorizedCerts: boolean;
	retry: RetryPolicy;
}

/** A connection together with the credential that the user chose for it. */
export interface Connection {
	method: ConnectionMethod;
	credential: CredentialFields;
	/** The only domains that the credential may be used for; absent = any. */
	allowedDomains?: string[] | undefined;
}

export interface ExchangeServices {
	http: HttpClient;
	clock: Clock;
	/** A number from 0 up to, not including, 1. */
	random(): number;
	/** Resolves after the time, or rejects as soon as the signal aborts. */
	sleep(ms: number, signal: AbortSignal | undefined): Promise<void>;
	signal?: AbortSignal | undefined;
}

/** Why and how long an attempt after the first one waited. */
export interface Wait {
	attempt: number;
	waitMs: number;
	reason: string;
}

export interface Exchange {
	/** The request as it was sent, with everything that the connection added. */
	request: PreparedRequest;
	response: HttpResponse;
	waits: Wait[];
	attempts: AttemptRecord[];
	/** What would give another attempt, where the response is one that an attempt may improve. */
	retryAdvice: string | undefined;
}

type ExchangeOptions = WireOptions & { hasIdempotencyKey: boolean };

/**
 * Each attempt is authorised for itself, so that a signature has the time at which it is sent.
 * @throws {ExchangeError} when no response came
 */
export async function exchange(
	prepared: PreparedRequest,
	connection: Connection,
	options: ExchangeOptions,
	services: ExchangeServices,
): Promise<Exchange> {
	const began = services.clock.now();
	const waits: Wait[] = [];
	const attempts: AttemptRecord[] = [];
	let mayRenew = true;
	let request = prepared;
	for (let number = 1; ; number++) {
		// Upon the request of the last attempt, because a message keeps its id (Standard Webhooks).
		request = await authorise(request, connection, services).catch((error: unknown) => {
			throw failure(error, { request, attempts });
		});
		const elapsedMs = services.clock.now() - began;
		const result = await attempt(request, prepared, connection, options, elapsedMs, services);
		attempts.push({ attempt: number, ...waitOf(waits, number), result: resultOf(result) });
		if (mayRenew && isRejected(result)) {
			mayRenew = false;
			if (connection.method.forget?.(connection.credential, request)) {
				waits.push({ attempt: number + 1, waitMs: 0, reason: 'status 401, new authorisation' });
				continue;
			}
		}
		const decision = decide(result, number, prepared.method, began, options, services);
		if (!decision.retry) {
			const advice = retryAdvice(decision.why, prepared.method, options.retry);
			if ('response' in result) {
				return { request, response: result.response, waits, attempts, retryAdvice: advice };
			}
			throw failure(result.error, { request, attempts, hint: hintOf(result, advice) });
		}
		waits.push({ attempt: number + 1, waitMs: decision.waitMs, reason: decision.reason });
		await services.sleep(decision.waitMs, services.signal).catch((error: unknown) => {
			throw services.signal?.aborted ? stopped(prepared, { request, attempts }) : error;
		});
	}
}

const authorise = async (
	request: PreparedRequest,
	{ method, credential }: Connection,
	{ http, clock, signal }: ExchangeServices,
) => await method.authorise(request, credential, { http, clock, signal });

/** What is not of this package stays as it is. */
const failure = (error: unknown, details: ConstructorParameters<typeof ExchangeError>[1]) =>
	error instanceof IntegrationError ? new ExchangeError(error, details) : error;

const stopped = (
	{ url }: PreparedRequest,
	details: ConstructorParameters<typeof ExchangeError>[1],
) => new ExchangeError(abortedError(url.host), details);

function waitOf(waits: Wait[], number: number): Partial<AttemptRecord> {
	const wait = waits.at(-1);
	return wait?.attempt === number ? { waitMs: wait.waitMs, reason: wait.reason } : {};
}

type AttemptResult =
	| { response: HttpResponse }
	| {
			error: IntegrationError;
			/** Whether the total time ended it, which left less than the time of one attempt. */
			cutShort: boolean;
	  };

function hintOf(
	{ error, cutShort }: Exclude<AttemptResult, { response: HttpResponse }>,
	advice: string | undefined,
): string | undefined {
	if (cutShort) {
		return 'Raise "Total Timeout" of the option "Retry", or check why the host is slow.';
	}
	return [error.hint, advice].filter(Boolean).join(' ') || undefined;
}

const isRejected = (result: AttemptResult): boolean =>
	'response' in result && result.response.status === 401;

const resultOf = (result: AttemptResult): string =>
	'error' in result ? result.error.message : `status ${result.response.status}`;

function decide(
	result: AttemptResult,
	number: number,
	method: string,
	began: number,
	{ retry, hasIdempotencyKey }: ExchangeOptions,
	{ clock, random }: ExchangeServices,
): Decision {
	const now = clock.now();
	const elapsedMs = now - began;
	const outcome = outcomeOf(result);
	return decideRetry(
		{ outcome, number, method, hasIdempotencyKey, elapsedMs, now, random: random() },
		retry,
	);
}

async function attempt(
	request: PreparedRequest,
	prepared: PreparedRequest,
	{ allowedDomains, method, credential }: Connection,
	options: WireOptions,
	elapsedMs: number,
	{ http, signal }: ExchangeServices,
): Promise<AttemptResult> {
	const { totalTimeoutMs } = options.retry;
	const left = totalTimeoutMs > 0 ? Math.max(1, totalTimeoutMs - elapsedMs) : Infinity;
	const timeoutMs = Math.min(options.timeoutMs, left);
	try {
		const response = await http.send({
			...request,
			timeoutMs,
			maxResponseBytes: options.maxResponseBytes,
			redirect: options.redirect,
			proxy: options.proxy,
			allowUnauthorizedCerts: options.allowUnauthorizedCerts,
			allowedDomains,
			sensitiveHeaders: addedHeaders(prepared, request),
			// Asked only when a redirect leads to another host, so the mask is made then.
			isSensitive: (value) => containsSecret(value, method.secrets(credential, request)),
			signal,
		});
		return { response };
	} catch (error) {
		if (!(error instanceof IntegrationError)) throw error;
		return { error, cutShort: error.code === 'HTTP_TIMEOUT' && left < options.timeoutMs };
	}
}

function containsSecret(value: string | Buffer, secrets: Iterable<string>): boolean {
	const mask = createMask(secrets);
	return typeof value === 'string' ? mask.finds(value) : mask.bytes(value) !== value;
}

/** What the connection put into the headers is a credential, whatever its name. */
function addedHeaders(before: PreparedRequest, after: PreparedRequest): string[] {
	if (before === after) return [];
	const known = new Set(before.headers.map(([name, value]) => `${name}\n${value}`));
	return after.headers
		.filter(([name, value]) => !known.has(`${name}\n${value}`))
		.map(([name]) => name);
}

const outcomeOf = (result: AttemptResult): Outcome =>
	'error' in result
		? {
				errorCode: result.error.code,
				unsent: result.error instanceof WireError && result.error.unsent,
			}
		: { status: result.response.status, headers: result.response.headers };
