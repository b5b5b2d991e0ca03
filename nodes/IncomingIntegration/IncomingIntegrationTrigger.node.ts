import { randomUUID } from 'node:crypto';
import {
	NodeConnectionTypes,
	type IDataObject,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { systemClock } from '../../core/clock';
import { fromHost } from '../../core/incoming/host-request';
import { receive } from '../../core/incoming/receive';
import { serviceUnavailable } from '../../core/incoming/replies';
import { endpointProperties } from './description/endpoint';
import { settingsProperties } from './description/settings';
import { triggerPanel } from './description/trigger-panel';
import { webhooks } from './description/webhooks';
import { send } from './reply';
import { readSettings } from './settings';

/** How long a sender should wait when the endpoint itself is at fault. */
const RETRY_AFTER_MS = 5_000;

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
		webhooks,
		triggerPanel,
		properties: [...endpointProperties, ...settingsProperties],
	};

	webhookMethods = {
		default: {
			/** n8n keeps the routes; there is nothing to register elsewhere. */
			async checkExists() {
				return true;
			},
			async create() {
				return true;
			},
			async delete() {
				return true;
			},
		},
	};

	/** Never throws: n8n would answer with a 500 that hides the reason. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const response = this.getResponseObject();
		try {
			const services = { clock: systemClock, newId: randomUUID };
			const outcome = await receive(
				fromHost(this.getRequestObject()),
				readSettings(this),
				services,
			);
			if (outcome.accepted) {
				response.setHeader('Content-Type', 'text/plain; charset=utf-8');
				return { workflowData: [[{ json: { ...outcome.item } as unknown as IDataObject }]] };
			}
			send(response, outcome.reply);
		} catch (error) {
			this.logger.error('The incoming integration could not handle a request', {
				error: error instanceof Error ? error.message : String(error),
			});
			send(response, serviceUnavailable(systemClock.now(), RETRY_AFTER_MS));
		}
		return { noWebhookResponse: true };
	}
}
