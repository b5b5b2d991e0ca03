process.env['SYNERISE_INTEGRATIONS_ALLOWED_HOSTS'] = 'localhost';

import { setImmediate as nextTurn } from 'node:timers/promises';
import v8 from 'node:v8';
import vm from 'node:vm';

import { runNode } from '../../host/engine';
import { OutgoingIntegration } from '../../nodes/OutgoingIntegration/OutgoingIntegration.node';
import { startPeer, type Peer } from '../fixtures/https-peer';

const MEBIBYTE = 1024 ** 2;

v8.setFlagsFromString('--expose-gc');
const collectGarbage = vm.runInNewContext('gc') as () => void;

let peer: Peer;
beforeAll(async () => {
	peer = await startPeer((_request, response) => {
		response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
	});
});
afterAll(async () => await peer.close());

/** MiB that stay in use. */
async function memoryInUse(): Promise<number> {
	peer.seen.length = 0;
	collectGarbage();
	await nextTurn();
	collectGarbage();
	const { heapUsed, external } = process.memoryUsage();
	return (heapUsed + external) / MEBIBYTE;
}

async function send(count: number) {
	const { outputs, error } = await runNode(
		new OutgoingIntegration(),
		Array.from({ length: count }, (_, id) => ({ json: { id, text: `Order ${id}` } })),
		{
			parameters: {
				webhookName: 'Test',
				method: 'POST',
				url: `${peer.origin}/orders/{{ json.id }}`,
				sendBody: true,
				contentType: 'json',
				specifyBody: 'json',
				jsonBody: '{"text":"{{ json.text }}"}',
			},
		},
	);
	if (error) throw error;
	return outputs[0] ?? [];
}

describe('memory of the Outgoing Integration', () => {
	it('holds no more of 10,000 items than their output, and nothing afterwards', async () => {
		// Code and caches come with the first items.
		await send(10_000);
		const before = await memoryInUse();
		let output = await send(10_000);
		expect(output).toHaveLength(10_000);
		const outputSize = v8.serialize(output).length / MEBIBYTE;
		// Objects take several times as much as their bytes.
		expect((await memoryInUse()) - before).toBeLessThan(4 * outputSize);
		output = [];
		expect((await memoryInUse()) - before).toBeLessThan(outputSize);
	});
});
