import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { testConnection } from './connection';
import { credentials } from './credentials';
import { getCurlChanges } from './curl-changes';
import { properties } from './description';
import { executeItems } from './execute';
import { getFormFields, testExistingIntegration } from './existing';

export class OutgoingIntegration implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Outgoing Integration',
		name: 'outgoingIntegration',
		icon: { light: 'file:outgoingIntegration.svg', dark: 'file:outgoingIntegration.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle:
			'={{ $parameter["webhookName"] || ($parameter["integrationType"] === "existing" ? "Existing integration" : $parameter["method"] + " request") }}',
		description: 'Send a request for each item and turn every answer into an event',
		defaults: { name: 'Outgoing Integration' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials,
		properties,
	};

	methods = {
		credentialTest: { testConnection, testExistingIntegration },
		loadOptions: { getCurlChanges },
		resourceMapping: { getFormFields },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await executeItems(this)];
	}
}
