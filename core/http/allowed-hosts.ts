/** What an administrator opens in addition to public HTTPS hosts: `host`, `*.domain`, each also with `:port`, an address or a CIDR range. */
import { IntegrationError } from '../errors';
import { isWithin, parseAddress, parseRange, type AddressRange } from './addresses';

export const ALLOWED_HOSTS_VARIABLE = 'SYNERISE_INTEGRATIONS_ALLOWED_HOSTS';

interface HostEntry {
	host: string;
	port: number | undefined;
}

interface RangeEntry {
	range: AddressRange;
	port: number | undefined;
}

export interface AllowedHosts {
	/** Whether any address range is opened, so that a name can only be judged once it is resolved. */
	readonly hasRanges: boolean;
	/** Whether this name is opened for this port, whatever it resolves to. */
	allowsName(hostname: string, port: number): boolean;
	/** Whether this address is opened for this port. */
	allowsAddress(address: string, port: number): boolean;
}

/**
 * Reads the administrator's list.
 * @param list comma-separated; empty text or `undefined` opens nothing
 * @throws {IntegrationError} `TARGET_ALLOWED_HOSTS_INVALID`, naming the entry that cannot be read
 */
export function parseAllowedHosts(list: string | undefined): AllowedHosts {
	const names: HostEntry[] = [];
	const ranges: RangeEntry[] = [];
	for (const text of (list ?? '').split(',')) {
		const entry = text.trim().toLowerCase();
		if (entry === '') continue;
		const parsed = parseEntry(entry);
		if ('host' in parsed) names.push(parsed);
		else ranges.push(parsed);
	}
	const portFits = (entry: { port: number | undefined }, port: number) =>
		entry.port === undefined || entry.port === port;
	return {
		hasRanges: ranges.length > 0,
		allowsName: (hostname, port) =>
			names.some(
				(entry) => matchesHost(hostname.toLowerCase(), entry.host) && portFits(entry, port),
			),
		allowsAddress: (text, port) => {
			const address = parseAddress(text);
			return (
				address !== undefined &&
				ranges.some((entry) => isWithin(address, entry.range) && portFits(entry, port))
			);
		},
	};
}

function parseEntry(entry: string): HostEntry | RangeEntry {
	const whole = parseRange(entry);
	if (whole) return { range: whole, port: undefined };
	if (entry.includes('/')) throw invalid(entry);
	const [, host, digits] = /^(\[[^\]]+\]|[^:[\]]+)(?::(\d{1,5}))?$/.exec(entry) ?? [];
	if (host === undefined) throw invalid(entry);
	const port = digits === undefined ? undefined : Number(digits);
	const range = parseRange(host);
	if (range) return { range, port };
	const wildcard = host.startsWith('*.') ? '*.' : '';
	const url = URL.parse(`https://${host.slice(wildcard.length)}/`);
	if (!url || host.startsWith('[') || url.hostname.includes('*')) throw invalid(entry);
	return { host: wildcard + url.hostname, port };
}

/** `*.example.com` stands for every name under `example.com`, at any depth, and not for `example.com` itself. */
export const matchesHost = (hostname: string, wanted: string): boolean =>
	wanted.startsWith('*.') ? hostname.endsWith(wanted.slice(1)) : hostname === wanted;

function invalid(entry: string): IntegrationError {
	return new IntegrationError(
		`${ALLOWED_HOSTS_VARIABLE} contains an entry that cannot be read: "${entry}"`,
		{
			code: 'TARGET_ALLOWED_HOSTS_INVALID',
			hint: 'Ask your n8n administrator to write host names, *.domain, host:port pairs or CIDR ranges, separated by commas.',
		},
	);
}
