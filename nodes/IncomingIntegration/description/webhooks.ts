import type { IWebhookDescription } from 'n8n-workflow';

/** The ID that was entered, else the node's own: n8n gives each copy of a node a new one. */
export const ENDPOINT_ID_EXPRESSION = '$parameter["endpointId"] || $nodeId';

const ENDPOINT = `"automation-endpoint/endpoints/authorized/" + (${ENDPOINT_ID_EXPRESSION})`;

/** n8n evaluates each expression here for each request: as few as possible. */
export const webhooks: IWebhookDescription[] = [
	{
		name: 'default',
		httpMethod: 'POST',
		path: `={{ ${ENDPOINT} + "/trigger" }}`,
		isFullPath: true,
		responseMode: 'onReceived',
		// n8n sends this once it has stored the execution; the sender gets "OK" in its place.
		responseData: '={{ $execution?.id || "OK" }}',
	},
	{
		// Meta and X ask by GET whether the endpoint is the right one; Synerise's "Log in as Workspace" is a POST of its own.
		name: 'setup',
		// n8n registers no route for an empty method.
		httpMethod:
			'={{ { meta: "GET", signature: "GET", jwt: "POST" }[$parameter["authentication"]] || "" }}',
		path: `={{ ${ENDPOINT} + ($parameter["authentication"] === "jwt" ? "/uauth/v2/auth/login/profile" : "/trigger") }}`,
		isFullPath: true,
		responseMode: 'onReceived',
		ndvHideUrl: '={{ $parameter["authentication"] !== "jwt" || !$parameter["showLoginUrl"] }}',
	},
];
