import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type ILoadOptionsFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { logCredentials, logProperties } from './description/log';

/** n8n loads every node when it starts; what a node does is loaded when it first does it. */
export class IncomingIntegration implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Incoming Integration',
		name: 'incomingIntegration',
		icon: { light: 'file:incomingIntegration.svg', dark: 'file:incomingIntegration.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Read the request log of an endpoint, forget deduplication hashes, describe the endpoint to its sender, and read event definitions',
		defaults: { name: 'Request Log' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: logCredentials,
		properties: logProperties,
	};

	methods = {
		listSearch: {
			async searchEndpoints(this: ILoadOptionsFunctions, filter?: string) {
				const { searchEndpoints } = await import('./run-time');
				return await searchEndpoints.call(this, filter);
			},
			async searchEvents(this: ILoadOptionsFunctions, filter?: string) {
				const { searchEvents } = await import('./run-time');
				return await searchEvents.call(this, filter);
			},
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { executeLog } = await import('./run-time');
		return [await executeLog(this)];
	}
}
