import type { IWebhookDescription } from 'n8n-workflow';

const ENDPOINT = 'automation-endpoint/endpoints/authorized/{{ $webhookId }}';

/** n8n registers no route for an empty method. */
const onlyWith = (authentication: string, method: string) =>
	`={{ $parameter["authentication"] === "${authentication}" ? "${method}" : "" }}`;

/** The routes that n8n registers; their tails are those of Synerise's endpoints. */
export const webhooks: IWebhookDescription[] = [
	{
		name: 'default',
		httpMethod: 'POST',
		path: `=${ENDPOINT}/trigger`,
		isFullPath: true,
		responseMode: 'onReceived',
		// n8n sends this once it has stored the execution.
		responseData: 'OK',
	},
	{
		// Meta asks by GET whether the endpoint is the right one.
		name: 'setup',
		httpMethod: onlyWith('meta', 'GET'),
		path: `=${ENDPOINT}/trigger`,
		isFullPath: true,
		responseMode: 'onReceived',
		ndvHideUrl: true,
	},
	{
		// Synerise's "Log in as Workspace"; n8n has but two names for routes, the method tells these two apart.
		name: 'setup',
		httpMethod: onlyWith('jwt', 'POST'),
		path: `=${ENDPOINT}/uauth/v2/auth/login/profile`,
		isFullPath: true,
		responseMode: 'onReceived',
		ndvHideUrl: '={{ $parameter["authentication"] !== "jwt" }}',
	},
];
