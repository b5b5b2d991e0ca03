import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { startN8n, type N8n, type Published } from '../../host/n8n';
import { sharedSettings } from '../../host/testing';
import { CRASH_SETTINGS, crashRounds, WITHOUT_TASK_RUNNER } from '../fixtures/crash-rounds';
import {
	envelope,
	incomingWorkflow,
	JSON_HEADERS,
	post,
	pickedByAddress,
} from '../fixtures/incoming';

jest.setTimeout(10 * 60_000);

const { tarball } = sharedSettings();
const settings = {
	authentication: 'none',
	deduplication: true,
	deduplicationParameters: pickedByAddress('order'),
};
const unavailable = {
	status: 503,
	body: expect.stringMatching(envelope(503, 'Service Unavailable')) as string,
};

describe('the store’s file', () => {
	let n8n: N8n;
	let workflow: Published;
	let file: string;

	beforeAll(async () => {
		n8n = await startN8n({ engine: 'legacy', tarball, env: WITHOUT_TASK_RUNNER });
		workflow = await n8n.publish(incomingWorkflow(settings));
		file = path.join(n8n.userFolder, '.n8n/synerise-integrations.sqlite');
	});

	afterAll(() => n8n.stop());

	const send = (order: string) => post(workflow.url, JSON.stringify({ order }), JSON_HEADERS);

	/** The endpoint works, and takes no new request for a duplicate. */
	async function expectHealthy() {
		const order = randomUUID();
		expect(await send(order)).toMatchObject({ status: 200 });
		expect(await send(order)).toMatchObject({ status: 204 });
	}

	it('is deleted: the next requests go on with a new one', async () => {
		await expectHealthy();
		rmSync(file);
		await expectHealthy();
		for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
		await expectHealthy();
	});

	it.each([0, 1_000, 4_096])('is cut to %d bytes: no wrong 204, no crash', async (size) => {
		await expectHealthy();
		truncateSync(file, Math.min(size, statSync(file).size));
		for (let i = 0; i < 5; i++) {
			expect([200, 503]).toContain((await send(randomUUID())).status);
		}
		await expectHealthy();
	});

	it('is locked: 503 and nothing is recorded, then it goes on', async () => {
		await expectHealthy();
		const order = randomUUID();
		const lock = new DatabaseSync(file, { timeout: 10_000 });
		lock.exec('BEGIN EXCLUSIVE');
		const answer = await send(order);
		lock.exec('ROLLBACK');
		lock.close();
		expect(answer).toMatchObject(unavailable);
		expect(answer.headers.get('retry-after')).toBe('5');
		await n8n.process.waitUntil('the retry is accepted', async () => {
			return (await send(order)).status === 200;
		});
		await expectHealthy();
	});

	it('keeps its window over a restart', async () => {
		const order = randomUUID();
		expect(await send(order)).toMatchObject({ status: 200 });
		await n8n.restart();
		await n8n.waitForEndpoint(workflow.url);
		expect(await send(order)).toMatchObject({ status: 204 });
	});

	it('cannot be created: publishing says which file and what to do', async () => {
		await n8n.process.stop();
		for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
		mkdirSync(file);
		await n8n.restart();
		await n8n.waitForEndpoint(workflow.url);
		expect(await send(randomUUID())).toMatchObject(unavailable);
		await expect(n8n.publish(incomingWorkflow(settings))).rejects.toThrow(
			/synerise-integrations\.sqlite cannot be used: it cannot be opened.*Make sure that its folder/,
		);
	});
});

describe('a crash', () => {
	it.each(Object.entries(CRASH_SETTINGS))('neither loses nor repeats %s', async (_, collect) => {
		const report = await crashRounds(3, collect, { tarball });
		expect(report).toMatchObject({
			rounds: 3,
			lost: [],
			ranAgain: [],
			wronglyDuplicate: [],
			shutOut: [],
		});
		expect(report.answers['200']).toBeGreaterThan(0);
	});
});
