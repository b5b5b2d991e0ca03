import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import type { ExecutionDetail, WorkflowNode } from '../../host/api';
import { INCOMING, OUTGOING, type N8nClient } from '../../host/n8n';
import { sharedN8n, sharedSettings } from '../../host/testing';
import { Services, type Service } from '../peers/services';

jest.setTimeout(180_000);

let services: Services;
let n8n: N8nClient;

beforeAll(async () => {
	services = await Services.start();
	n8n = await sharedN8n();
});
afterAll(() => services.peer.stop());

/** A node that sends by one method; `continueRegularOutput` unless the workflow shall stop. */
function request(
	{ authentication, credential }: Service,
	[name, target]: [name: string, target: string],
	changes: { connection?: string; options?: object; action?: string; onError?: string } = {},
): WorkflowNode {
	const { connection = 'good', options = {}, action = 'sendRequest' } = changes;
	return {
		name: `${authentication}: ${name}`,
		type: OUTGOING,
		onError: changes.onError ?? 'continueRegularOutput',
		parameters: {
			action,
			webhookName: 'Test',
			authentication,
			method: 'POST',
			url: target.startsWith('/') ? `${services.peer.origin}${target}` : target,
			sendHeaders: true,
			headerParameters: { parameters: [{ name: 'Authorization', value: 'of the user' }] },
			sendBody: true,
			contentType: 'json',
			specifyBody: 'json',
			jsonBody: '{"order":1}',
			options,
		},
		credentials: { [credential]: { name: `${authentication} ${connection}` } },
	};
}

const FAILS = { options: { failOnErrorStatus: true } };

/** Every way in which a request can end, short of stopping the workflow. */
const requests = (service: Service): WorkflowNode[] => [
	request(service, ['Accepted', `${service.path}?q=a%20b`]),
	request(service, ['Echoed', '/echo?q=a%20b']),
	request(service, ['Rejected', '/reject'], FAILS),
	request(service, ['Refused', service.path], { connection: 'refused', ...FAILS }),
	request(service, ['Refused echo', '/echo'], { connection: 'refused' }),
	request(service, ['Unreachable', 'http://127.0.0.1:9/']),
	request(service, ['Previewed', '/echo'], { action: 'previewRequest' }),
	request(service, ['Tested', '/echo'], { action: 'sendTestRequest' }),
];

/** Runs nodes one after another behind a trigger. */
async function run(name: string, nodes: WorkflowNode[]): Promise<ExecutionDetail> {
	const workflow = await n8n.publish({
		name,
		nodes: [{ name: 'Start', type: INCOMING, parameters: { authentication: 'none' } }, ...nodes],
		connections: {
			Start: { main: [nodes.map((node) => ({ node: node.name, type: 'main', index: 0 }))] },
		},
	});
	const answer = await fetch(workflow.url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: '{"start":true}',
	});
	expect(await answer.text()).toBe('OK');
	const [ended] = await n8n.waitForExecutions(workflow.id, 1, 120);
	return await n8n.execution(ended?.id ?? '');
}

/** Every text that n8n keeps of executions. */
function executionRecords(): string[] {
	const file = path.join(sharedSettings().userFolder, '.n8n', 'database.sqlite');
	const database = new DatabaseSync(file, { readOnly: true });
	try {
		return ['execution_data', 'execution_entity', 'execution_metadata'].flatMap((table) =>
			database
				.prepare(`SELECT * FROM ${table}`)
				.all()
				.map((row) => Object.values(row).join('\n')),
		);
	} finally {
		database.close();
	}
}

/** What n8n wrote into its folder: database, journal, its own log. */
function filesOfN8n(): Array<{ name: string; content: string }> {
	const folder = path.join(sharedSettings().userFolder, '.n8n');
	return ['', 'logs'].flatMap((part) =>
		readdirSync(path.join(folder, part), { withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map(({ name }) => ({
				name,
				content: readFileSync(path.join(folder, part, name), 'latin1'),
			})),
	);
}

/** A secret in the ways in which a record could hold it. */
const writtenForms = (secret: string) => [
	secret,
	JSON.stringify(secret).slice(1, -1),
	encodeURIComponent(secret),
	Buffer.from(secret).toString('base64').replace(/=+$/, ''),
	Buffer.from(secret).toString('base64url'),
];

describe('connections in n8n', () => {
	let execution: ExecutionDetail;
	const outputOf = ({ authentication }: Service, name: string) => ({
		authentication,
		...execution.items[`${authentication}: ${name}`]?.[0]?.json,
	});

	beforeAll(async () => {
		for (const { authentication, credential, fields, refused } of services.all) {
			await n8n.createCredential(credential, `${authentication} good`, fields);
			await n8n.createCredential(credential, `${authentication} refused`, refused);
		}
		execution = await run('Every connection', services.all.flatMap(requests));
	});

	it('authorises requests by every method, as peers check', () => {
		for (const service of services.all) {
			expect(outputOf(service, 'Accepted')).toMatchObject({
				response: { statusCode: 200, body: { accepted: true } },
			});
		}
	});

	it('fails an item that the service refuses, and says how', () => {
		for (const service of services.all) {
			expect(outputOf(service, 'Refused')).toMatchObject({
				error: expect.stringMatching(/40[13]/) as string,
			});
		}
	});

	it('stops a workflow that does not go on after errors', async () => {
		for (const service of services.all) {
			const stops = request(service, ['Stopped', '/reject'], { ...FAILS, onError: 'stopWorkflow' });
			expect(await run(stops.name, [stops])).toMatchObject({ status: 'error' });
		}
	});

	it('gets along with as few tokens as 401s allow', () => {
		// One that all share, and one for each request that the target answers with 401.
		for (const { issued } of [services.custom, services.synerise, services.oauth]) {
			expect(issued).toHaveLength(3);
		}
	});

	it('leaves no secret and no token in execution records, files and logs', () => {
		const records = executionRecords();
		const files = filesOfN8n();
		// What was sent is there, masked; a search that finds nothing in nothing would prove nothing.
		expect(records.join('\n')).toContain('/echo?q=a%20b');
		expect(records.join('\n')).toContain('*****');
		expect(files.map(({ name }) => name)).toEqual(
			expect.arrayContaining(['database.sqlite', 'n8n.log']),
		);
		const places = [
			...records.map((content, index) => ({ name: `record ${index}`, content })),
			...files,
		];
		const found = services.all.flatMap(({ authentication, secrets }) =>
			secrets()
				.flatMap(writtenForms)
				.flatMap((form) =>
					places
						.filter(({ content }) => content.includes(form))
						.map(({ name }) => `${authentication}: "${form}" in ${name}`),
				),
		);
		expect(found).toEqual([]);
	});
});

describe('the test button', () => {
	it('tells a good connection from a refused one, without a secret', async () => {
		for (const { authentication, credential, fields, refused, secrets } of services.all) {
			const good = await n8n.testCredential(credential, `${authentication} good`, fields);
			expect({ authentication, good }).toMatchObject({ good: { status: 'OK' } });
			const bad = await n8n.testCredential(credential, `${authentication} refused`, refused);
			const isAsked = ['customConnection', 'syneriseApiKey', 'oAuth2ClientCredentials'];
			expect({ authentication, bad }).toMatchObject({
				bad: isAsked.includes(authentication)
					? { status: 'Error', message: expect.stringContaining('403 Forbidden') as string }
					: { status: 'OK' },
			});
			for (const form of secrets().flatMap(writtenForms)) {
				expect(`${good.message} ${bad.message}`).not.toContain(form);
			}
		}
	});

	it('names the field that is not filled in', async () => {
		const answer = await n8n.testCredential('syneriseApi', 'syneriseApiKey good', {
			environment: 'custom',
			baseUrl: '',
			apiKey: 'x',
		});
		expect(answer).toEqual({
			status: 'Error',
			message: 'Connection field "Base URL": must not be empty',
		});
	});
});
