/**
 * Where a Redis is and how to sign in: from n8n's own queue-mode settings or from the credential
 * `deduplicationRedisApi`.
 */
import { IntegrationError } from '../errors';

export interface RedisNode {
	host: string;
	port: number;
}

export interface RedisSettings {
	mode: 'single' | 'cluster' | 'sentinel';
	/** The server, some nodes of the cluster, or the sentinels. At least one. */
	nodes: RedisNode[];
	username?: string | undefined;
	password?: string | undefined;
	/** Number of the logical database; a cluster has only 0. */
	database: number;
	tls?: { serverName?: string | undefined; rejectUnauthorized: boolean } | undefined;
	/** The name under which the sentinels know the master. */
	masterName?: string | undefined;
	/** Begins every key, so that several n8n instances can share one Redis. */
	prefix: string;
}

/** The fields of `deduplicationRedisApi` as n8n hands them over. */
export interface RedisCredential {
	mode?: RedisSettings['mode'];
	nodes?: { rows?: Array<{ host?: string; port?: number }> };
	user?: string;
	password?: string;
	database?: number;
	tls?: boolean;
	masterName?: string;
}

/** Reads one setting of the process, or `undefined` when it is not set. */
export type ReadSetting = (name: string) => string | undefined;

export const DEFAULT_REDIS_PORT = 6379;
const SENTINEL_PORT = 26379;
const DEFAULT_PREFIX = 'bull';

/** n8n wraps its prefix in braces for clusters; ours must not, or all keys would share one slot. */
const withoutBraces = (prefix: string) => prefix.replace(/^\{|\}$/g, '');

/**
 * A reader that follows n8n's own rules: `NAME` wins over the file that `NAME_FILE` points to, spaces and one
 * pair of quotes around a value are dropped.
 * @param readFile gives the text of a file; may throw
 * @throws {IntegrationError} `SETTING_FILE_UNREADABLE` when the file that `NAME_FILE` names cannot be read
 */
export function n8nSettingReader(
	environment: Readonly<Record<string, string | undefined>>,
	readFile: (path: string) => string,
): ReadSetting {
	const normalize = (value: string) => value.trim().replace(/^(['"])(.*)\1$/, '$2');
	return (name) => {
		const value = environment[name];
		if (value !== undefined) return normalize(value);
		const path = environment[`${name}_FILE`];
		if (!path) return undefined;
		try {
			return normalize(readFile(path));
		} catch (cause) {
			throw new IntegrationError(`The file that ${name}_FILE names cannot be read.`, {
				code: 'SETTING_FILE_UNREADABLE',
				field: `${name}_FILE`,
				hint: 'Point it to a file that the n8n process may read.',
				cause,
			});
		}
	};
}

/** Whether this n8n runs in queue mode (`EXECUTIONS_MODE=queue`). */
export const isQueueMode = (read: ReadSetting): boolean => read('EXECUTIONS_MODE') === 'queue';

/** The Redis of n8n's own queue (`QUEUE_BULL_REDIS_*`, `QUEUE_BULL_PREFIX`), with n8n's defaults. */
export function redisSettingsOfN8n(read: ReadSetting): RedisSettings {
	const setting = (name: string) => read(`QUEUE_BULL_REDIS_${name}`) || undefined;
	const isOn = (value: string | undefined) => ['true', '1'].includes(value?.toLowerCase() ?? '');
	const isOff = (value: string | undefined) => ['false', '0'].includes(value?.toLowerCase() ?? '');
	const clusterNodes = parseClusterNodes(setting('CLUSTER_NODES') ?? '');
	const server = {
		host: setting('HOST') ?? 'localhost',
		port: toPort(setting('PORT'), DEFAULT_REDIS_PORT),
	};
	return {
		mode: clusterNodes.length > 0 ? 'cluster' : 'single',
		nodes: clusterNodes.length > 0 ? clusterNodes : [server],
		username: setting('USERNAME'),
		password: setting('PASSWORD'),
		database: Number(setting('DB') ?? 0) || 0,
		tls: isOn(setting('TLS'))
			? {
					serverName: setting('TLS_SERVERNAME'),
					rejectUnauthorized: !isOff(setting('TLS_VALIDATE_CERTIFICATE')),
				}
			: undefined,
		prefix: withoutBraces(read('QUEUE_BULL_PREFIX') || DEFAULT_PREFIX),
	};
}

/**
 * The Redis of a `deduplicationRedisApi` credential.
 * @param prefix the prefix of this n8n, see `redisSettingsOfN8n`
 * @throws {IntegrationError} `REDIS_CREDENTIAL_INCOMPLETE`, naming the field
 */
export function redisSettingsOfCredential(
	credential: RedisCredential,
	prefix: string = DEFAULT_PREFIX,
): RedisSettings {
	const mode = credential.mode ?? 'single';
	const nodes = nodesOf(credential, mode === 'sentinel' ? SENTINEL_PORT : DEFAULT_REDIS_PORT);
	const masterName = credential.masterName?.trim();
	if (mode === 'sentinel' && !masterName) {
		throw incomplete('masterName', 'Enter the name under which the sentinels know the master.');
	}
	return {
		mode,
		nodes: mode === 'single' ? nodes.slice(0, 1) : nodes,
		username: credential.user || undefined,
		password: credential.password || undefined,
		database: mode === 'cluster' ? 0 : (credential.database ?? 0),
		tls: credential.tls ? { rejectUnauthorized: true } : undefined,
		masterName: mode === 'sentinel' ? masterName : undefined,
		prefix,
	};
}

function nodesOf({ nodes }: RedisCredential, defaultPort: number): RedisNode[] {
	const named = (nodes?.rows ?? [])
		.map(({ host = '', port }) => ({ host: host.trim(), port: toPort(port, defaultPort) }))
		.filter(({ host }) => host);
	if (named.length > 0) return named;
	throw incomplete('nodes', 'Enter the host of at least one Redis server.');
}

/** How messages name a Redis: its first address, never a user or password. */
export function describeRedis({ mode, nodes }: RedisSettings): string {
	const [first] = nodes;
	const address = `${first?.host}:${first?.port}`;
	return mode === 'single' ? `Redis at ${address}` : `Redis ${mode} at ${address}`;
}

const parseClusterNodes = (list: string): RedisNode[] =>
	list
		.split(',')
		.map((pair) => pair.trim())
		.filter(Boolean)
		.map((pair) => {
			const [host = '', port] = pair.split(':');
			return { host, port: toPort(port, DEFAULT_REDIS_PORT) };
		});

const toPort = (value: string | number | undefined, otherwise: number): number => {
	const port = Number(value);
	return Number.isInteger(port) && port > 0 && port < 65_536 ? port : otherwise;
};

const incomplete = (field: string, hint: string) =>
	new IntegrationError(`The Redis credential has no ${field}.`, {
		code: 'REDIS_CREDENTIAL_INCOMPLETE',
		field,
		hint,
	});
