import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import type { WorkflowNode } from '../../host/api';
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

/** The node in each of the ways in which a request can end. */
function requests({ authentication, credential, path: guarded }: Service): WorkflowNode[] {
	const { origin } = services.peer;
	const node = (
		name: string,
		url: string,
		changes: { connection?: string; options?: object } = {},
	): WorkflowNode => ({
		name,
		type: OUTGOING,
		onError: 'continueRegularOutput',
		parameters: {
			authentication,
			method: 'POST',
			url,
			sendHeaders: true,
			headerParameters: { parameters: [{ name: 'Authorization', value: 'of the user' }] },
			sendBody: true,
			contentType: 'json',
			specifyBody: 'json',
			jsonBody: '{"order":1}',
			options: changes.options ?? {},
		},
		credentials: { [credential]: { name: `${authentication} ${changes.connection ?? 'good'}` } },
	});
	const fails = { options: { failOnErrorStatus: true } };
	return [
		node('Accepted', `${origin}${guarded}?q=a%20b`),
		node('Echoed', `${origin}/echo?q=a%20b`),
		node('Rejected', `${origin}/reject`, fails),
		node('Refused', `${origin}${guarded}`, { connection: 'refused', ...fails }),
		node('Echoed refused', `${origin}/echo`, { connection: 'refused' }),
		node('Unreachable', 'http://127.0.0.1:9/'),
		{ ...node('Stopped', `${origin}/reject`, fails), onError: 'stopWorkflow' },
	];
}

/** Runs every request of a service, one workflow for each, and gives the executions by the node's name. */
async function runAll(service: Service) {
	const { authentication, credential, fields, refused } = service;
	await n8n.createCredential(credential, `${authentication} good`, fields);
	await n8n.createCredential(credential, `${authentication} refused`, refused);
	const runs = requests(service).map(async (node) => {
		const workflow = await n8n.publish({
			name: `${authentication}: ${node.name}`,
			nodes: [{ name: 'Start', type: INCOMING, parameters: { authentication: 'none' } }, node],
			connections: { Start: { main: [[{ node: node.name, type: 'main', index: 0 }]] } },
		});
		const answer = await fetch(workflow.url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: '{"start":true}',
		});
		expect(await answer.text()).toBe('OK');
		const [ended] = await n8n.waitForExecutions(workflow.id, 1);
		return [node.name, await n8n.execution(ended?.id ?? '')] as const;
	});
	return Object.fromEntries(await Promise.all(runs));
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
	const executions: Record<string, Awaited<ReturnType<typeof runAll>>> = {};

	it('authorises requests by every method, as peers check', async () => {
		for (const service of services.all) {
			executions[service.authentication] = await runAll(service);
		}
		for (const { authentication } of services.all) {
			const ended = executions[authentication];
			const response = ended?.Accepted?.items.Accepted?.[0]?.json.response;
			expect({ authentication, response }).toMatchObject({
				response: { statusCode: 200, body: { accepted: true } },
			});
			expect({ authentication, status: ended?.Stopped?.status }).toEqual({
				authentication,
				status: 'error',
			});
		}
	});

	it('fails an item that the service refuses, and says how', () => {
		for (const { authentication } of services.all) {
			const error = executions[authentication]?.Refused?.items.Refused?.[0]?.json.error;
			expect({ authentication, error }).toMatchObject({
				error: expect.stringMatching(/40[13]/) as string,
			});
		}
	});

	it('gets along with as few tokens as 401s allow', () => {
		// One that all share, and one for each of the two workflows that the target answers with 401.
		for (const { issued } of [services.custom, services.synerise, services.oauth]) {
			expect(issued.length).toBeGreaterThanOrEqual(2);
			expect(issued.length).toBeLessThanOrEqual(3);
		}
	});

	it('leaves no secret and no token in execution records, files and logs', () => {
		const records = executionRecords();
		expect(records.join('\n')).toContain('/echo');
		const places = [
			...records.map((content, index) => ({ name: `record ${index}`, content })),
			...filesOfN8n(),
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
