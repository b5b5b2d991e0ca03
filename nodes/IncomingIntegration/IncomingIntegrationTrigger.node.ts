import {
	NodeConnectionTypes,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { checkSettings } from './activation';
import { testJwtCredential, testMetaCredential } from './credential-tests';
import { deduplicationRedisTest } from './deduplication-redis-test';
import { conditionsProperties } from './description/conditions';
import { credentials } from './description/credentials';
import { deduplicationProperties } from './description/deduplication';
import { endpointProperties } from './description/endpoint';
import { incomingDataProperties } from './description/incoming-data';
import { settingsProperties } from './description/settings';
import { triggerPanel } from './description/trigger-panel';
import { webhooks } from './description/webhooks';
import { getSampleParameters } from './sample-options';
import { handle } from './webhook';

export class IncomingIntegrationTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Incoming Integration Trigger',
		name: 'incomingIntegrationTrigger',
		icon: { light: 'file:incomingIntegration.svg', dark: 'file:incomingIntegration.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle:
			'={{ $parameter["icon"]["value"] + " " + ($parameter["integrationName"] || { jwt: "JWT Authentication", meta: "Webhook From Meta", none: "Without Authentication" }[$parameter["authentication"]]) }}',
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
		],
	};

	methods = {
		loadOptions: { getSampleParameters },
		credentialTest: { testJwtCredential, testMetaCredential, deduplicationRedisTest },
	};

	/** n8n keeps the routes itself; publishing is the moment to tell what is wrong with the settings. */
	webhookMethods = {
		default: {
			async checkExists() {
				return false;
			},
			async create(this: IHookFunctions) {
				await checkSettings(this);
				return true;
			},
			async delete() {
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await handle(this);
	}
}
