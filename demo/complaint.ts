/** The demo workflow: a shop's complaint comes in, a partner is told of it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { example, INCOMING, OUTGOING, type N8n } from '../host/n8n';

/** Stays the same, so that the command in README.md can be pasted as it is. */
export const DEMO_ENDPOINT_ID = 'demo-complaints';

/** Publishes the demo workflow, or finds it published by an earlier start with whatever the user made of it. */
export async function publishDemo(
	n8n: N8n,
	partnerUrl: string,
): Promise<{ id: string; url: string }> {
	const demo = example('complaint-to-partner');
	const found = await n8n.findWorkflow(demo.name);
	if (found) {
		if (!found.active) await n8n.activate(found);
		const url = n8n.endpointOf(found);
		await n8n.waitForEndpoint(url);
		return { id: found.id, url };
	}
	const changes: Record<string, object> = {
		[INCOMING]: { endpointId: DEMO_ENDPOINT_ID },
		[OUTGOING]: { url: partnerUrl },
	};
	const nodes = demo.nodes.map((node) => ({
		...node,
		parameters: { ...node.parameters, ...changes[node.type] },
	}));
	return await n8n.publish({ ...demo, nodes });
}

/** The command that sends the workflow a complaint. */
export const curl = (url: string): string =>
	[
		`curl --location '${url}' \\`,
		`  --header 'Content-Type: application/json' \\`,
		`  --data-raw '${JSON.stringify(JSON.parse(readFileSync(path.join(__dirname, 'complaint.json'), 'utf8')))}'`,
	].join('\n');
