import type { ICredentialTestFunctions } from 'n8n-workflow';

import { freePort } from '../../host/ports';
import { deduplicationRedisTest } from '../../nodes/IncomingIntegration/deduplication-redis-test';
import { startRedis } from '../../host/redis';

const test = (data: Record<string, string | number | object>) =>
	deduplicationRedisTest.call({} as ICredentialTestFunctions, {
		id: '1',
		name: 'Redis',
		type: 'deduplicationRedisApi',
		data: data as never,
	});

const nodes = (port: number) => ({ nodes: { rows: [{ host: '127.0.0.1', port }] } });

it('passes on a Redis that keeps what is written', async () => {
	const server = await startRedis();
	try {
		expect(await test(nodes(server.port))).toMatchObject({ status: 'OK' });
	} finally {
		await server.dispose();
	}
});

it('says which Redis cannot be reached, without its password', async () => {
	const port = await freePort();
	const result = await test({ ...nodes(port), password: 'open sesame' });
	expect(result).toMatchObject({
		status: 'Error',
		message: expect.stringContaining(`Redis at 127.0.0.1:${port} cannot be reached`),
	});
	expect(result.message).not.toContain('sesame');
});

it('names a missing field', async () => {
	expect(await test({ mode: 'sentinel', ...nodes(26379) })).toEqual({
		status: 'Error',
		message:
			'The Redis credential has no masterName. Enter the name under which the sentinels know the master.',
	});
});
