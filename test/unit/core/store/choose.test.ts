import { chooseStore, storeWarning } from '../../../../core/store/choose';
import { n8nSettingReader } from '../../../../core/store/redis-settings';

const settings = (environment: Record<string, string>) => n8nSettingReader(environment, () => '');
const single = settings({});
const queue = settings({ EXECUTIONS_MODE: 'queue', QUEUE_BULL_REDIS_HOST: 'redis.internal' });
const postgres = settings({ DB_TYPE: 'postgresdb' });
const credential = { nodes: { rows: [{ host: 'other.internal', port: 6379 }] } };

describe('chooseStore', () => {
	it('takes the SQLite file on a single instance', () => {
		expect(chooseStore('automatic', single)).toEqual({ kind: 'sqlite' });
	});

	it("takes the Redis of n8n's queue in queue mode", () => {
		expect(chooseStore('automatic', queue)).toMatchObject({
			kind: 'redis',
			settings: { nodes: [{ host: 'redis.internal', port: 6379 }] },
		});
	});

	it('takes SQLite where the user insists', () => {
		expect(chooseStore('sqlite', queue)).toEqual({ kind: 'sqlite' });
	});

	it('takes the Redis of the credential, under the prefix of this n8n', () => {
		const read = settings({ QUEUE_BULL_PREFIX: 'second' });
		expect(chooseStore('redis', read, credential)).toMatchObject({
			kind: 'redis',
			settings: { nodes: [{ host: 'other.internal' }], prefix: 'second' },
		});
	});

	it('asks for the credential', () => {
		expect(() => chooseStore('redis', queue)).toThrow(
			expect.objectContaining({
				code: 'REDIS_CREDENTIAL_MISSING',
				field: 'deduplicationRedisApi',
			}),
		);
	});
});

describe('storeWarning', () => {
	it('warns of SQLite in queue mode', () => {
		expect(storeWarning('sqlite', queue)).toContain('queue mode');
	});

	it('warns of a file that a container may lose, where the data of n8n is in PostgreSQL', () => {
		expect(storeWarning('automatic', postgres)).toContain('Mount a volume');
	});

	it.each([
		['automatic', queue],
		['automatic', single],
		['redis', queue],
		['sqlite', single],
		['sqlite', postgres],
	] as const)('has nothing to say about %s', (choice, read) => {
		expect(storeWarning(choice, read)).toBeUndefined();
	});
});
