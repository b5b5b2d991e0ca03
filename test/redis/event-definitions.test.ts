import { monotonicClock } from '../../core/clock';
import { createRedisStore } from '../../core/store/redis';
import type { IncomingStore } from '../../core/store/store';
import { type RedisServer, startRedis } from '../../host/redis';
import { testEventDefinitions } from '../fixtures/event-definitions';

let server: RedisServer;
let store: IncomingStore;

beforeAll(async () => {
	server = await startRedis();
});
beforeEach(() => {
	server.cli('flushall');
	const settings = { mode: 'single', nodes: [server], database: 0, prefix: 'bull' } as const;
	store = createRedisStore({ ...settings, nodes: [server] }, monotonicClock);
});
afterEach(() => store.close());
afterAll(() => server.dispose());

testEventDefinitions(() => store);
