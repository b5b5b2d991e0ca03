import {
	describeRedis,
	isQueueMode,
	n8nSettingReader,
	redisSettingsOfCredential,
	redisSettingsOfN8n,
} from '../../../../core/store/redis-settings';

const files: Record<string, string> = { '/run/secrets/redis': ' from-file\n' };
const readFile = (path: string) => {
	const text = files[path];
	if (text === undefined) throw new Error(`ENOENT: ${path}`);
	return text;
};
const reader = (environment: Record<string, string>) => n8nSettingReader(environment, readFile);

describe('n8nSettingReader', () => {
	it('reads a value, or the file that NAME_FILE names', () => {
		const read = reader({ A: 'value', B_FILE: '/run/secrets/redis' });
		expect([read('A'), read('B'), read('C')]).toEqual(['value', 'from-file', undefined]);
	});

	it('prefers the value, even an empty one, as n8n does', () => {
		expect(reader({ A: '', A_FILE: '/run/secrets/redis' })('A')).toBe('');
	});

	it.each([
		['"quoted"', 'quoted'],
		["'quoted'", 'quoted'],
		['"half', '"half'],
	])('reads %s as %s', (value, expected) => {
		expect(reader({ A: value })('A')).toBe(expected);
	});

	it('names the setting whose file cannot be read', () => {
		expect(() => reader({ A_FILE: '/nowhere' })('A')).toThrow(
			expect.objectContaining({ code: 'SETTING_FILE_UNREADABLE', field: 'A_FILE' }),
		);
	});
});

it('knows queue mode', () => {
	expect(isQueueMode(reader({ EXECUTIONS_MODE: 'queue' }))).toBe(true);
	expect(isQueueMode(reader({ EXECUTIONS_MODE: 'regular' }))).toBe(false);
	expect(isQueueMode(reader({}))).toBe(false);
});

describe('redisSettingsOfN8n', () => {
	it("has n8n's defaults", () => {
		expect(redisSettingsOfN8n(reader({}))).toEqual({
			mode: 'single',
			nodes: [{ host: 'localhost', port: 6379 }],
			username: undefined,
			password: undefined,
			database: 0,
			tls: undefined,
			prefix: 'bull',
		});
	});

	it('takes every setting, also from files', () => {
		const read = reader({
			QUEUE_BULL_REDIS_HOST: 'redis.internal',
			QUEUE_BULL_REDIS_PORT: '6380',
			QUEUE_BULL_REDIS_USERNAME: 'n8n',
			QUEUE_BULL_REDIS_PASSWORD_FILE: '/run/secrets/redis',
			QUEUE_BULL_REDIS_DB: '2',
			QUEUE_BULL_REDIS_TLS: 'true',
			QUEUE_BULL_REDIS_TLS_SERVERNAME: 'redis.example.com',
			QUEUE_BULL_REDIS_TLS_VALIDATE_CERTIFICATE: '0',
			QUEUE_BULL_PREFIX: 'first',
		});
		expect(redisSettingsOfN8n(read)).toEqual({
			mode: 'single',
			nodes: [{ host: 'redis.internal', port: 6380 }],
			username: 'n8n',
			password: 'from-file',
			database: 2,
			tls: { serverName: 'redis.example.com', rejectUnauthorized: false },
			prefix: 'first',
		});
	});

	it('takes cluster nodes instead of the host, and a prefix without its braces', () => {
		const settings = redisSettingsOfN8n(
			reader({
				QUEUE_BULL_REDIS_HOST: 'ignored',
				QUEUE_BULL_REDIS_CLUSTER_NODES: 'a:7000, b:7001 ,c,',
				QUEUE_BULL_PREFIX: '{bull}',
			}),
		);
		expect(settings).toMatchObject({
			mode: 'cluster',
			nodes: [
				{ host: 'a', port: 7000 },
				{ host: 'b', port: 7001 },
				{ host: 'c', port: 6379 },
			],
			prefix: 'bull',
		});
	});

	it.each(['abc', '0', '70000', ''])('replaces the port "%s" by the default', (port) => {
		const { nodes } = redisSettingsOfN8n(reader({ QUEUE_BULL_REDIS_PORT: port }));
		expect(nodes[0]?.port).toBe(6379);
	});
});

describe('redisSettingsOfCredential', () => {
	const nodes = { rows: [{ host: ' a ', port: 7000 }, { host: 'b' }, { host: '' }] };

	it('uses the first node of a single server', () => {
		expect(
			redisSettingsOfCredential(
				{ nodes, user: 'n8n', password: 'secret', database: 4, tls: true },
				'bull',
			),
		).toEqual({
			mode: 'single',
			nodes: [{ host: 'a', port: 7000 }],
			username: 'n8n',
			password: 'secret',
			database: 4,
			tls: { rejectUnauthorized: true },
			masterName: undefined,
			prefix: 'bull',
		});
	});

	it('uses all nodes of a cluster and its only database', () => {
		expect(redisSettingsOfCredential({ mode: 'cluster', nodes, database: 4 })).toMatchObject({
			nodes: [
				{ host: 'a', port: 7000 },
				{ host: 'b', port: 6379 },
			],
			database: 0,
		});
	});

	it('looks for sentinels on their own port', () => {
		expect(
			redisSettingsOfCredential({ mode: 'sentinel', nodes, masterName: ' main ' }),
		).toMatchObject({ nodes: [{ port: 7000 }, { port: 26379 }], masterName: 'main' });
	});

	it.each([
		['nodes', {}],
		['nodes', { nodes: { rows: [{ host: ' ' }] } }],
		['masterName', { mode: 'sentinel' as const, nodes }],
	])('names the missing field %s', (field, credential) => {
		expect(() => redisSettingsOfCredential(credential)).toThrow(
			expect.objectContaining({ code: 'REDIS_CREDENTIAL_INCOMPLETE', field }),
		);
	});
});

it('describes a Redis without its password', () => {
	const settings = redisSettingsOfCredential({
		mode: 'cluster',
		nodes: { rows: [{ host: 'a', port: 7000 }] },
		user: 'n8n',
		password: 'secret',
	});
	expect(describeRedis(settings)).toBe('Redis cluster at a:7000');
});
