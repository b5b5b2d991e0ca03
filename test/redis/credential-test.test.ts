import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
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

beforeEach(() => {
	process.env.SYNERISE_INTEGRATIONS_ALLOWED_HOSTS = '127.0.0.1';
});

afterEach(() => {
	delete process.env.SYNERISE_INTEGRATIONS_ALLOWED_HOSTS;
});

it('passes on a Redis that keeps what is written', async () => {
	const server = await startRedis();
	try {
		expect(await test(nodes(server.port))).toMatchObject({ status: 'OK' });
	} finally {
		await server.dispose();
	}
});

it('says the same for a closed port, for another server and for a wrong password', async () => {
	const server = await startRedis();
	const other = createServer((socket) => {
		// The client hangs up when it reads what is not Redis.
		socket.on('error', () => undefined);
		socket.end('220 mail.internal ESMTP\r\n');
	}).listen(0);
	await once(other, 'listening');
	try {
		const ports = [await freePort(), (other.address() as AddressInfo).port, server.port];
		const results = await Promise.all(
			ports.map(async (port) => await test({ ...nodes(port), password: 'open sesame' })),
		);
		expect(new Set(results.map(({ message }) => message)).size).toBe(1);
		expect(results[0]).toMatchObject({
			status: 'Error',
			message: expect.stringMatching(/^Redis does not accept this connection/) as string,
		});
	} finally {
		other.close();
		await server.dispose();
	}
});

it.each(['127.0.0.1', 'localhost', '169.254.169.254', '[::1]', '10.0.0.1'])(
	'does not connect to %s unless an administrator opens it',
	async (host) => {
		delete process.env.SYNERISE_INTEGRATIONS_ALLOWED_HOSTS;
		const { status, message } = await test({ nodes: { rows: [{ host, port: 6379 }] } });
		expect(message).toContain('only to public addresses');
		expect(status).toBe('Error');
	},
);

it('names a missing field', async () => {
	expect(await test({ mode: 'sentinel', ...nodes(26379) })).toEqual({
		status: 'Error',
		message:
			'The Redis credential has no masterName. Enter the name under which the sentinels know the master.',
	});
});
