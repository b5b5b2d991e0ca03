import { INCOMING, OUTGOING } from '../../host/n8n';
import { sharedN8n } from '../../host/testing';
import { startPeer, type Peer, type SeenRequest } from '../fixtures/https-peer';

/** What a chat model is asked, as far as this stand-in of one reads it (OpenAI's chat completions). */
interface Completion {
	tools: Array<{
		function: {
			name: string;
			description: string;
			parameters: { properties: Record<string, { type: string; description?: string }> };
		};
	}>;
	messages: Array<{ role: string; content: string; tool_call_id?: string }>;
}

const completionOf = ({ body }: SeenRequest) => JSON.parse(body.toString()) as Completion;

/** A model that calls the tool it is given, and then says what it got back. */
const model = async (args: object) =>
	await startPeer(
		(request, response) => {
			const { tools, messages } = completionOf(request);
			const result = messages.find(({ role }) => role === 'tool');
			const call = {
				id: 'call-1',
				type: 'function',
				function: { name: tools[0]?.function.name, arguments: JSON.stringify(args) },
			};
			const message = result
				? { role: 'assistant', content: `Done: ${result.content}` }
				: { role: 'assistant', content: null, tool_calls: [call] };
			response.writeHead(200, { 'content-type': 'application/json' }).end(
				JSON.stringify({
					id: 'completion',
					object: 'chat.completion',
					created: 0,
					model: 'stand-in',
					choices: [{ index: 0, message, finish_reason: result ? 'stop' : 'tool_calls' }],
					usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
				}),
			);
		},
		{ plain: true },
	);

const link = (to: string, type: string) => ({ [type]: [[{ node: to, type, index: 0 }]] });

const workflow = (modelUrl: string, target: string) => ({
	name: 'Agent',
	nodes: [
		{ name: 'In', type: INCOMING, parameters: { authentication: 'none' } },
		{
			name: 'Agent',
			type: '@n8n/n8n-nodes-langchain.agent',
			typeVersion: 3,
			parameters: {
				promptType: 'define',
				text: '={{ $json.parameters.question }}',
				options: { enableStreaming: false },
			},
		},
		{
			name: 'Model',
			type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
			typeVersion: 1.2,
			parameters: {
				model: { __rl: true, mode: 'id', value: 'stand-in' },
				options: { baseURL: `${modelUrl}/v1` },
			},
			credentials: { openAiApi: { name: 'Agent model' } },
		},
		{
			name: 'Notify partner',
			type: `${OUTGOING}Tool`,
			parameters: {
				toolDescription: 'Tells the partner about an order',
				webhookName: 'Partner',
				method: 'POST',
				url: `${target}/orders`,
				eventName: {
					__rl: true,
					mode: 'name',
					value: "={{ $fromAI('event', 'The name of the event', 'string') }}",
				},
				sendBody: true,
				contentType: 'json',
				specifyBody: 'keypair',
				bodyParameters: {
					parameters: [
						{
							name: 'order',
							value: "={{ $fromAI('order', 'The number of the order', 'string') }}",
						},
						{ name: 'channel', value: 'agent {{ 1 + 1 }}' },
					],
				},
			},
		},
	],
	connections: {
		In: link('Agent', 'main'),
		Model: link('Agent', 'ai_languageModel'),
		'Notify partner': link('Agent', 'ai_tool'),
	},
});

describe('the Outgoing Integration as a tool of an AI agent', () => {
	let target: Peer;
	let brain: Peer;
	beforeAll(async () => {
		target = await startPeer(
			(_request, response) => {
				response.writeHead(202, { 'content-type': 'application/json' }).end('{"ticket":"T-7"}');
			},
			{ plain: true },
		);
		brain = await model({ order: 'A-1', event: 'partner.notified' });
	});
	afterAll(async () => {
		await target.close();
		await brain.close();
	});

	it('is told to the model, sends what the model asks for, and gives it the response event', async () => {
		const n8n = await sharedN8n();
		await n8n.createCredential('openAiApi', 'Agent model', {
			apiKey: 'key',
			url: `${brain.origin}/v1`,
		});
		const published = await n8n.publish(workflow(brain.origin, target.origin));
		await fetch(published.url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: '{"question":"Tell the partner about order A-1"}',
		});
		const [summary] = await n8n.waitForExecutions(published.id, 1);
		const execution = await n8n.execution(summary?.id ?? '');
		await n8n.deactivate(published.id);

		expect(execution.error).toBeUndefined();
		const [asked, told] = brain.seen.map(completionOf);
		expect(asked?.tools).toEqual([
			expect.objectContaining({
				function: expect.objectContaining({
					name: 'Notify_partner',
					description: 'Tells the partner about an order',
					parameters: expect.objectContaining({
						properties: {
							event: { type: 'string', description: 'The name of the event' },
							order: { type: 'string', description: 'The number of the order' },
						},
					}),
				}),
			}),
		]);
		expect(target.seen.map(({ url, body }) => [url, JSON.parse(body.toString())])).toEqual([
			['/orders', { order: 'A-1', channel: 'agent 2' }],
		]);
		const answer = told?.messages.find(({ role }) => role === 'tool');
		expect(answer?.tool_call_id).toBe('call-1');
		expect(JSON.parse(answer?.content ?? '')).toMatchObject([
			{
				event: { action: 'partner.notified', params: { status: 202, 'body.ticket': 'T-7' } },
				response: { statusCode: 202, body: { ticket: 'T-7' } },
			},
		]);
		expect(String(execution.items['Agent']?.[0]?.json['output'])).toMatch(/^Done: .*T-7/);
	});
});
