import {
	NodeConnectionTypes,
	type ICredentialsDecrypted,
	type ICredentialTestFunctions,
	type IDataObject,
	type IExecuteFunctions,
	type ILoadOptionsFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { credentials } from './credentials';
import { properties } from './description';

/** n8n loads every node when it starts; what a node does is loaded when it first does it. */
export class OutgoingIntegration implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Outgoing Integration',
		name: 'outgoingIntegration',
		icon: { light: 'file:outgoingIntegration.svg', dark: 'file:outgoingIntegration.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle:
			'={{ ($parameter["integrationType"] !== "existing" && $parameter["webhookName"]) || ($parameter["integrationType"] === "existing" ? $rawParameter.toJSON().integration?.cachedResultName || "Existing integration" : $parameter["method"] + " request") }}',
		description: 'Send a templated HTTPS request for each item and return the response as an event',
		defaults: { name: 'Outgoing Integration' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: {
			replacements: {
				description:
					'Sends the configured HTTPS request and returns the response: its status code, headers and body, and an event with the values of the body',
			},
		},
		credentials,
		properties,
	};

	methods = {
		credentialTest: {
			async testCertificate(this: ICredentialTestFunctions, credential: ICredentialsDecrypted) {
				const { testCertificate } = await import('./run-time');
				return await testCertificate.call(this, credential);
			},
			async testConnection(this: ICredentialTestFunctions, credential: ICredentialsDecrypted) {
				const { testConnection } = await import('./run-time');
				return await testConnection.call(this, credential);
			},
			async testExistingIntegration(
				this: ICredentialTestFunctions,
				credential: ICredentialsDecrypted,
			) {
				const { testExistingIntegration } = await import('./run-time');
				return await testExistingIntegration.call(this, credential);
			},
		},
		actionHandler: {
			async createEvent(this: ILoadOptionsFunctions, payload: IDataObject | string | undefined) {
				const { createEvent } = await import('./run-time');
				return await createEvent.call(this, payload);
			},
		},
		listSearch: {
			async searchIntegration(this: ILoadOptionsFunctions) {
				const { searchIntegration } = await import('./run-time');
				return await searchIntegration.call(this);
			},
			async searchEvents(this: ILoadOptionsFunctions, filter?: string) {
				const { searchEvents } = await import('./run-time');
				return await searchEvents.call(this, filter);
			},
		},
		loadOptions: {
			async getEventChanges(this: ILoadOptionsFunctions) {
				const { getEventChanges } = await import('./run-time');
				return await getEventChanges.call(this);
			},
			async getCurlChanges(this: ILoadOptionsFunctions) {
				const { getCurlChanges } = await import('./run-time');
				return await getCurlChanges.call(this);
			},
		},
		resourceMapping: {
			async getFormFields(this: ILoadOptionsFunctions) {
				const { getFormFields } = await import('./run-time');
				return await getFormFields.call(this);
			},
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { executeItems } = await import('./run-time');
		return [await executeItems(this)];
	}
}
