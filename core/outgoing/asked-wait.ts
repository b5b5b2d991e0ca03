/** How long a host asks us to wait before the next attempt. */
import type { HttpResponse } from '../http/client';
import { parseHttpDate } from '../http/http-date';

export interface AskedWait {
	/** The header field that asks. */
	header: string;
	/** Above 0; `undefined` when the field names no time ahead. */
	delayMs: number | undefined;
}

/** Numbers from here on are points in time, smaller ones seconds from now: nobody is asked to wait for 30 years. */
const FIRST_EPOCH_SECONDS = 1e9;
/** From here on they are points in time in milliseconds. */
const FIRST_EPOCH_MILLISECONDS = 1e12;

const RESET_HEADERS = ['ratelimit-reset', 'x-ratelimit-reset'];

/**
 * `Retry-After` first, because it is for this response; then the reset of the quota.
 * @param now milliseconds since the Unix epoch
 * @returns `undefined` when no field asks for a wait
 */
export function askedWait(headers: HttpResponse['headers'], now: number): AskedWait | undefined {
	const asked = askedWaits(headers, now);
	return asked.find(({ delayMs }) => delayMs !== undefined) ?? asked[0];
}

function askedWaits(headers: HttpResponse['headers'], now: number): AskedWait[] {
	const waits: AskedWait[] = [];
	const retryAfter = text(headers['retry-after']);
	if (retryAfter) {
		const delayMs = readDelay(retryAfter, now) ?? ahead(parseHttpDate(retryAfter, now), now);
		waits.push({ header: 'Retry-After', delayMs });
	}
	for (const reset of RESET_HEADERS.map((name) => text(headers[name]))) {
		if (reset) waits.push({ header: 'RateLimit-Reset', delayMs: readDelay(reset, now) });
	}
	const combined = /(?:^|[;,\s])(?:reset|t)=(\d+)/.exec(text(headers.ratelimit))?.[1];
	if (combined) waits.push({ header: 'RateLimit', delayMs: readDelay(combined, now) });
	return waits;
}

/** Seconds from now (RFC 9110, section 10.2.3), some hosts with a fraction; or a point in time. */
function readDelay(value: string, now: number): number | undefined {
	if (!/^\d+(\.\d+)?$/.test(value)) return undefined;
	const number = Number(value);
	if (number >= FIRST_EPOCH_MILLISECONDS) return ahead(number, now);
	if (number >= FIRST_EPOCH_SECONDS) return ahead(number * 1_000, now);
	return ahead(now + number * 1_000, now);
}

/** The time until a moment; `undefined` for one that is not ahead. */
function ahead(moment: number | undefined, now: number): number | undefined {
	return moment !== undefined && moment > now ? Math.ceil(moment - now) : undefined;
}

const text = (value: string | string[] | undefined): string =>
	((Array.isArray(value) ? value[0] : value) ?? '').trim();
