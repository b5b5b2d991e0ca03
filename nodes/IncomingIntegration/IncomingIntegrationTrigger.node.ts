import {
	NodeConnectionTypes,
	type ICredentialsDecrypted,
	type ICredentialTestFunctions,
	type IHookFunctions,
	type ILoadOptionsFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { conditionsProperties } from './description/conditions';
import { credentials } from './description/credentials';
import { deduplicationProperties } from './description/deduplication';
import { endpointProperties } from './description/endpoint';
import { incomingDataProperties } from './description/incoming-data';
import { recentRequestsProperties } from './description/recent-requests';
import { settingsProperties } from './description/settings';
import { triggerPanel } from './description/trigger-panel';
import { webhooks } from './description/webhooks';

/** n8n loads every node when it starts; what a node does is loaded when it first does it. */
export class IncomingIntegrationTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Incoming Integration Trigger',
		name: 'incomingIntegrationTrigger',
		icon: { light: 'file:incomingIntegration.svg', dark: 'file:incomingIntegration.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle:
			'={{ $parameter["icon"]["value"] + " " + ($parameter["integrationName"] || { jwt: "JWT Authentication", meta: "Webhook From Meta", none: "Without Authentication", signature: "Signed Requests", basic: "Basic Authentication", header: "API Key in a Header" }[$parameter["authentication"]]) }}',
		description:
			'Starts the workflow when an external system sends data to its endpoint: checks the sender, flattens nested data, filters and drops duplicates',
		eventTriggerDescription: 'Waiting for you to send a request to the test URL',
		activationMessage: 'You can now send requests to the production URL of the endpoint.',
		defaults: { name: 'Incoming Integration' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials,
		webhooks,
		triggerPanel,
		properties: [
			...endpointProperties,
			...incomingDataProperties,
			...deduplicationProperties,
			...conditionsProperties,
			...settingsProperties,
			...recentRequestsProperties,
		],
	};

	methods = {
		loadOptions: {
			async getRecentRequests(this: ILoadOptionsFunctions) {
				const { getRecentRequests } = await import('./run-time');
				return await getRecentRequests.call(this);
			},
		},
		listSearch: {
			async searchParameters(this: ILoadOptionsFunctions, filter?: string) {
				const { searchParameters } = await import('./run-time');
				return await searchParameters.call(this, filter);
			},
		},
		credentialTest: {
			async testJwtCredential(this: ICredentialTestFunctions, credential: ICredentialsDecrypted) {
				const { testJwtCredential } = await import('./run-time');
				return await testJwtCredential.call(this, credential);
			},
			async testMetaCredential(this: ICredentialTestFunctions, credential: ICredentialsDecrypted) {
				const { testMetaCredential } = await import('./run-time');
				return await testMetaCredential.call(this, credential);
			},
			async testSignatureCredential(
				this: ICredentialTestFunctions,
				credential: ICredentialsDecrypted,
			) {
				const { testSignatureCredential } = await import('./run-time');
				return await testSignatureCredential.call(this, credential);
			},
			async testHeaderKeyCredential(
				this: ICredentialTestFunctions,
				credential: ICredentialsDecrypted,
			) {
				const { testHeaderKeyCredential } = await import('./run-time');
				return await testHeaderKeyCredential.call(this, credential);
			},
			async deduplicationRedisTest(
				this: ICredentialTestFunctions,
				credential: ICredentialsDecrypted,
			) {
				const { deduplicationRedisTest } = await import('./run-time');
				return await deduplicationRedisTest.call(this, credential);
			},
		},
	};

	/** n8n keeps the routes itself; publishing is the moment to tell what is wrong with the settings. */
	webhookMethods = {
		default: {
			async checkExists() {
				return false;
			},
			async create(this: IHookFunctions) {
				const { checkSettings } = await import('./run-time');
				await checkSettings(this);
				return true;
			},
			async delete() {
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const { handle } = await import('./run-time');
		return await handle(this);
	}
}
