import { Editor } from '../../host/editor';
import { INCOMING, OUTGOING } from '../../host/n8n';
import { sharedN8n } from '../../host/testing';
import { startPeer } from '../fixtures/https-peer';

/** A command, the form that n8n's Import cURL button makes of it, and what the host then receives. */
interface Import {
	command: string;
	parameters: Record<string, unknown>;
	/** Absent where the form still needs a file, or a proxy that is not there. */
	received?: { method: string; url: string; headers?: Record<string, string>; body?: string };
}

const imports = (origin: string): Record<string, Import> => ({
	'Flat JSON': {
		command: `curl -X PUT '${origin}/flat' -H 'Content-Type: application/json' -d '{"name":"Ada","count":2,"ok":true}'`,
		parameters: {
			method: 'PUT',
			sendBody: true,
			specifyBody: 'keypair',
			bodyParameters: {
				parameters: [
					{ name: 'name', value: 'Ada' },
					{ name: 'count', value: '={{ 2 }}' },
					{ name: 'ok', value: '={{ true }}' },
				],
			},
		},
		received: {
			method: 'PUT',
			url: '/flat',
			headers: { 'content-type': 'application/json' },
			body: '{"name":"Ada","count":2,"ok":true}',
		},
	},
	'Nested JSON': {
		command: `curl '${origin}/nested' -H 'Content-Type: application/json' --data-raw '{"user":{"tags":["a"]}}'`,
		parameters: { sendBody: true, jsonBody: JSON.stringify({ user: { tags: ['a'] } }, null, 2) },
		received: {
			method: 'POST',
			url: '/nested',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ user: { tags: ['a'] } }, null, 2),
		},
	},
	Form: {
		command: `curl ${origin}/form -d 'a=1' --data-urlencode 'b=x y'`,
		parameters: {
			sendBody: true,
			contentType: 'form-urlencoded',
			bodyParameters: {
				parameters: [
					{ name: 'a', value: '1' },
					{ name: 'b', value: 'x y' },
				],
			},
		},
		received: {
			method: 'POST',
			url: '/form',
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
			body: 'a=1&b=x+y',
		},
	},
	Multipart: {
		command: `curl ${origin}/multipart -F 'note=hello' -F 'photo=@photo.png'`,
		parameters: {
			sendBody: true,
			contentType: 'multipart-form-data',
			bodyParameters: {
				parameters: [
					{ name: 'note', value: 'hello' },
					{ parameterType: 'formBinaryData', name: 'photo' },
				],
			},
		},
	},
	'Raw XML': {
		command: `curl ${origin}/xml -H 'Content-Type: application/xml' -d '<order id="1"/>'`,
		parameters: {
			sendBody: true,
			contentType: 'raw',
			rawContentType: 'application/xml',
			body: '<order id="1"/>',
		},
		received: {
			method: 'POST',
			url: '/xml',
			headers: { 'content-type': 'application/xml' },
			body: '<order id="1"/>',
		},
	},
	Binary: {
		command: `curl -X POST ${origin}/binary -H 'Content-Type: application/octet-stream' --data-binary '@report.pdf'`,
		parameters: {
			sendBody: true,
			contentType: 'raw',
			rawContentType: 'application/octet-stream',
			body: '@report.pdf',
		},
	},
	User: {
		command: `curl -u ada:lovelace ${origin}/user`,
		parameters: {
			method: 'GET',
			sendHeaders: true,
			headerParameters: {
				parameters: [{ name: 'authorization', value: `Basic ${btoa('ada:lovelace')}` }],
			},
		},
		received: {
			method: 'GET',
			url: '/user',
			headers: { authorization: `Basic ${btoa('ada:lovelace')}` },
		},
	},
	Cookies: {
		command: `curl -b 'session=abc; theme=dark' ${origin}/cookies`,
		parameters: {
			method: 'GET',
			sendHeaders: true,
			headerParameters: {
				parameters: expect.arrayContaining([{ name: 'Cookie', value: 'session=abc; theme=dark' }]),
			},
		},
		received: {
			method: 'GET',
			url: '/cookies',
			headers: { cookie: expect.stringContaining('session=abc; theme=dark') as string },
		},
	},
	Get: {
		command: `curl -G ${origin}/get -d limit=10 -d q=shoes`,
		parameters: {
			method: 'GET',
			sendQuery: true,
			queryParameters: {
				parameters: [
					{ name: 'limit', value: '10' },
					{ name: 'q', value: 'shoes' },
				],
			},
		},
		received: { method: 'GET', url: '/get?limit=10&q=shoes' },
	},
	Redirects: {
		command: `curl -L --max-redirs 4 --connect-timeout 7 -k ${origin}/redirects`,
		parameters: {
			method: 'GET',
			options: {
				allowUnauthorizedCerts: true,
				timeout: 7000,
				redirect: { redirect: { maxRedirects: 4 } },
			},
		},
		received: { method: 'GET', url: '/redirected' },
	},
	Proxy: {
		command: `curl --proxy http://localhost:3128 ${origin}/proxy`,
		parameters: { method: 'GET', options: { proxy: 'http://localhost:3128' } },
	},
});

it("n8n's own Import cURL button fills the form, and the form sends what curl would", async () => {
	const peer = await startPeer(
		({ url }, response) => {
			if (url === '/redirects') response.writeHead(302, { location: '/redirected' });
			response.end('{}');
		},
		{ plain: true },
	);
	const cases = imports(peer.origin);
	const names = Object.keys(cases);
	const n8n = await sharedN8n();
	const { id } = await n8n.saveWorkflow({
		name: 'Import cURL',
		nodes: [
			{ name: 'In', type: INCOMING, parameters: { authentication: 'none' } },
			...names.map((name, index) => ({
				name,
				type: OUTGOING,
				parameters: { webhookName: name },
				position: [260 * ((index % 4) + 1), 220 * Math.floor(index / 4)] as [number, number],
				// The forms that still lack a file or a proxy must not stop the others.
				onError: 'continueRegularOutput',
			})),
		],
		connections: { In: { main: [names.map((node) => ({ node, type: 'main', index: 0 }))] } },
	});
	const editor = await Editor.open(n8n);
	try {
		await editor.openWorkflow(id);
		for (const [name, { command }] of Object.entries(cases)) {
			await editor.openNode(name);
			await editor.page.getByRole('button', { name: 'Import cURL' }).click();
			await editor.page.getByTestId('import-curl-modal-input').fill(command);
			await editor.page.getByTestId('import-curl-modal-button').click();
			await editor.page.getByTestId('import-curl-modal-input').waitFor({ state: 'hidden' });
			await editor.closeNode();
		}
		const saved = editor.page.waitForResponse(
			(response) =>
				response.url().includes(`/rest/workflows/${id}`) && response.request().method() === 'PATCH',
		);
		await editor.page.keyboard.press('Control+s');
		expect((await saved).ok()).toBe(true);
	} finally {
		await editor.close();
	}

	const workflow = await n8n.request<{
		id: string;
		versionId: string;
		nodes: Array<{ id: string; name: string; type: string; parameters: Record<string, unknown> }>;
	}>('GET', `workflows/${id}`);
	for (const [name, { parameters, command }] of Object.entries(cases)) {
		const node = workflow.nodes.find((candidate) => candidate.name === name);
		expect({ command, ...node?.parameters }).toMatchObject({ command, ...parameters });
	}

	await n8n.activate(workflow);
	const url = n8n.endpointOf(workflow);
	await n8n.waitForEndpoint(url);
	const answer = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: '{}',
	});
	expect(answer.status).toBe(200);
	await n8n.waitForExecutions(id, 1);
	for (const { received, command } of Object.values(cases)) {
		if (!received) continue;
		const seen = peer.seen.find((request) => request.url === received.url);
		const { method, headers, body } = seen ?? {};
		expect({ command, method, headers, body: body?.toString() }).toMatchObject({
			command,
			method: received.method,
			...(received.headers && { headers: received.headers }),
			...(received.body !== undefined && { body: received.body }),
		});
	}
	await n8n.deactivate(id);
	await peer.close();
}, 400_000);
