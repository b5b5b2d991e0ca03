/** One item's exchange with the host: authorise, send, try again, until there is an answer or an error. */
import type { Clock } from '../clock';
import type {
	ConnectionMethod,
	CredentialFields,
	PreparedRequest,
} from '../connections/connection';
import { IntegrationError } from '../errors';
import type { HttpClient, HttpResponse } from '../http/client';
import { decideRetry, type Outcome, type RetryPolicy } from './retry';

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
}

/**
 * @throws {IntegrationError} when no answer came
 */
export async function exchange(
	prepared: PreparedRequest,
	connection: Connection,
	options: WireOptions & { hasIdempotencyKey: boolean },
	services: ExchangeServices,
): Promise<Exchange> {
	const began = services.clock.now();
	const waits: Wait[] = [];
	let mayRenew = true;
	let authorised = await authorise(prepared, connection, services);
	for (let number = 1; ; number++) {
		const elapsedMs = services.clock.now() - began;
		const result = await attempt(authorised, prepared, connection, options, elapsedMs, services);
		if ('response' in result && result.response.status === 401 && mayRenew) {
			mayRenew = false;
			if (connection.method.forget?.(connection.credential, authorised)) {
				authorised = await authorise(prepared, connection, services);
				waits.push({ attempt: number + 1, waitMs: 0, reason: 'status 401, new authorisation' });
				continue;
			}
		}
		const now = services.clock.now();
		const decision = decideRetry(
			{
				outcome: outcomeOf(result),
				number,
				method: prepared.method,
				hasIdempotencyKey: options.hasIdempotencyKey,
				elapsedMs: now - began,
				now,
				random: services.random(),
			},
			options.retry,
		);
		if (!decision.retry) {
			if ('error' in result) throw result.error;
			return { request: authorised, response: result.response, waits };
		}
		waits.push({ attempt: number + 1, waitMs: decision.waitMs, reason: decision.reason });
		await services.sleep(decision.waitMs, services.signal);
	}
}

const authorise = (
	prepared: PreparedRequest,
	{ method, credential }: Connection,
	{ http, clock, signal }: ExchangeServices,
) => method.authorise(prepared, credential, { http, clock, signal });

type AttemptResult = { response: HttpResponse } | { error: IntegrationError };

async function attempt(
	request: PreparedRequest,
	prepared: PreparedRequest,
	{ allowedDomains }: Connection,
	options: WireOptions,
	elapsedMs: number,
	{ http, signal }: ExchangeServices,
): Promise<AttemptResult> {
	const { totalTimeoutMs } = options.retry;
	const left = totalTimeoutMs > 0 ? Math.max(1, totalTimeoutMs - elapsedMs) : Infinity;
	try {
		const response = await http.send({
			...request,
			timeoutMs: Math.min(options.timeoutMs, left),
			maxResponseBytes: options.maxResponseBytes,
			redirect: options.redirect,
			proxy: options.proxy,
			allowUnauthorizedCerts: options.allowUnauthorizedCerts,
			allowedDomains,
			sensitiveHeaders: addedHeaders(prepared, request),
			signal,
		});
		return { response };
	} catch (error) {
		if (error instanceof IntegrationError) return { error };
		throw error;
	}
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
		? { errorCode: result.error.code }
		: { status: result.response.status, headers: result.response.headers };
