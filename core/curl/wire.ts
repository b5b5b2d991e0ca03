/** The options of a command that say how the request is sent, not what is in it. */
import type { GivenOption } from './command-line';
import { CurlSyntaxError, type CurlNote } from './problems';

export interface CurlWireOptions {
	followRedirects?: boolean;
	maxRedirects?: number;
	/** Milliseconds; `--max-time`, else `--connect-timeout`. */
	timeoutMs?: number;
	proxy?: string;
	allowUnauthorizedCerts?: boolean;
	/** Attempts altogether, and milliseconds; `--retry` counts those after the first. */
	retry?: { maxAttempts: number; baseDelayMs?: number; totalTimeoutMs?: number };
}

const MAX_ATTEMPTS = 100;

/** @param last finds the last occurrence of an option */
export function readWireOptions(
	last: (...names: string[]) => GivenOption | undefined,
	notes: CurlNote[],
): CurlWireOptions {
	const location = last('location', 'location-trusted', 'follow');
	const maxRedirects = last('max-redirs');
	const timeout = last('max-time') ?? last('connect-timeout');
	const direct = isDirect(last('noproxy'), notes);
	const proxy = direct ? undefined : readProxy(last('proxy'), last('proxy-user'), notes);
	const retry = readRetry(last, notes);
	if (location?.on === true && location.name === 'location-trusted') {
		notes.push({
			kind: 'unsupported',
			message: `${location.written} sends credentials to other hosts, which this node never does`,
			position: location.position,
		});
	}
	return {
		...(location !== undefined && { followRedirects: location.on }),
		...(maxRedirects !== undefined && { maxRedirects: readRedirects(maxRedirects) }),
		...(timeout !== undefined && { timeoutMs: Math.round(readNumber(timeout) * 1000) }),
		...(proxy !== undefined && { proxy }),
		...(retry !== undefined && { retry }),
		...(last('insecure')?.on === true && { allowUnauthorizedCerts: true }),
	};
}

/** `--noproxy '*'` takes a proxy of the command away; nothing else of it is in the request. */
function isDirect(noproxy: GivenOption | undefined, notes: CurlNote[]): boolean {
	if (noproxy === undefined) return false;
	const { value, written, position } = noproxy;
	const message = `${written} does not change the request`;
	if (value.trim() !== '*') {
		notes.push({
			kind: 'advice',
			message: `${message}: the NO_PROXY variable of the n8n server says which hosts need no proxy`,
			position,
		});
		return false;
	}
	notes.push({ kind: 'ignored', message, position });
	return true;
}

function readRetry(
	last: (...names: string[]) => GivenOption | undefined,
	notes: CurlNote[],
): CurlWireOptions['retry'] {
	const option = last('retry');
	const retries = option === undefined ? 0 : Math.floor(readNumber(option));
	if (option === undefined || retries === 0) return undefined;
	const delay = last('retry-delay');
	const total = last('retry-max-time');
	notes.push({
		kind: 'advice',
		message: `${option.written} becomes the option Retry, which repeats POST and PATCH only where that is safe`,
		position: option.position,
	});
	const seconds = (given: GivenOption) => Math.round(readNumber(given) * 1000);
	return {
		maxAttempts: Math.min(retries + 1, MAX_ATTEMPTS),
		...(delay !== undefined && { baseDelayMs: seconds(delay) }),
		...(total !== undefined && { totalTimeoutMs: seconds(total) }),
	};
}

/** curl's -1 is "as many as come"; the node always has a limit. */
function readRedirects(option: GivenOption): number {
	return option.value.trim() === '-1' ? 100 : Math.floor(readNumber(option));
}

function readNumber({ value, written, position }: GivenOption): number {
	const number = Number(value);
	if (value.trim() !== '' && Number.isFinite(number) && number >= 0) return number;
	throw new CurlSyntaxError(`${written} needs a number, not "${value}"`, position);
}

function readProxy(
	proxy: GivenOption | undefined,
	user: GivenOption | undefined,
	notes: CurlNote[],
): string | undefined {
	if (proxy === undefined || proxy.value === '') return undefined;
	const scheme = /^([a-z0-9]+):\/\//i.exec(proxy.value)?.[1]?.toLowerCase() ?? 'http';
	if (scheme !== 'http' && scheme !== 'https') {
		notes.push({
			kind: 'unsupported',
			message: `a ${scheme} proxy has no counterpart in this node`,
			position: proxy.position,
		});
		return undefined;
	}
	const address = proxy.value.replace(/^[a-z0-9]+:\/\//i, '');
	if (user === undefined) return `${scheme}://${address}`;
	const login = user.value.split(':').map(encodeURIComponent);
	return `${scheme}://${login[0]}:${login.slice(1).join('%3A')}@${address.replace(/^.*@/, '')}`;
}
