import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gzipSync } from 'node:zlib';

import type { N8nClient, Published } from '../../host/n8n';
import { sharedN8n, sharedSettings } from '../../host/testing';
import { BAD_REQUEST, incomingWorkflow, JSON_HEADERS, post } from '../fixtures/incoming';

jest.setTimeout(5 * 60_000);

let n8n: N8nClient;
let workflow: Published;

beforeAll(async () => {
	n8n = await sharedN8n();
	workflow = await n8n.publish(incomingWorkflow({ authentication: 'none' }));
});

const ones = (count: number) => `[${Array.from({ length: count }, () => 1).join(',')}]`;
const refused = { status: 400, body: expect.stringMatching(BAD_REQUEST) as string };
const compressed = (text: string) =>
	post(workflow.url, new Uint8Array(gzipSync(text)), {
		...JSON_HEADERS,
		'content-encoding': 'gzip',
	});

it.each([
	[16_400, 2_500],
	[16_400, 9_900],
	[100_000, 9_900],
	[16_300, 9_900],
	[16_300, 1_000],
])(
	'refuses a compressed body of one name of %d characters and %d values',
	async (length, count) => {
		expect(await compressed(`{"${'k'.repeat(length)}":${ones(count)}}`)).toMatchObject(refused);
	},
);

it('stores of an accepted request little more than was sent', async () => {
	const text = `{"${'k'.repeat(16_300)}":${ones(250)}}`;
	expect(await compressed(text)).toMatchObject({ status: 200 });
	const [execution] = await n8n.waitForExecutions(workflow.id, 1);
	const file = path.join(sharedSettings().userFolder, '.n8n/database.sqlite');
	const database = new DatabaseSync(file, { readOnly: true });
	const stored = database
		.prepare('SELECT length(data) AS size FROM execution_data WHERE executionId = ?')
		.get(Number(execution?.id));
	database.close();
	expect(Number(stored?.['size'])).toBeGreaterThan(text.length);
	expect(Number(stored?.['size'])).toBeLessThan(3 * text.length + 64_000);
});

it('refuses what is nested deeper than a stack would hold', async () => {
	expect(await post(workflow.url, '['.repeat(1_000_000))).toMatchObject(refused);
	expect(await post(workflow.url, '{"a":'.repeat(5_000) + '1' + '}'.repeat(5_000))).toMatchObject(
		refused,
	);
});
