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
}

/** @param last finds the last occurrence of an option */
export function readWireOptions(
	last: (...names: string[]) => GivenOption | undefined,
	notes: CurlNote[],
): CurlWireOptions {
	const location = last('location', 'location-trusted');
	const maxRedirects = last('max-redirs');
	const timeout = last('max-time') ?? last('connect-timeout');
	const proxy = readProxy(last('proxy'), last('proxy-user'), notes);
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
		...(last('insecure')?.on === true && { allowUnauthorizedCerts: true }),
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
