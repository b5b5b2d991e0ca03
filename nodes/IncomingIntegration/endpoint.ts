import type { IAllExecuteFunctions } from 'n8n-workflow';

import { IntegrationError } from '../../core/errors';

/** What can stand in a URL as it is, long enough that two endpoints hardly ever get the same by accident. */
const ENDPOINT_ID = /^[A-Za-z0-9_-]{8,64}$/;

interface EndpointContext extends Pick<IAllExecuteFunctions, 'getNode'> {
	getNodeParameter(name: string, fallback: string): unknown;
}

/** What the user entered; '' = generated. */
const enteredId = (context: EndpointContext): string =>
	String(context.getNodeParameter('endpointId', '') ?? '');

/**
 * The ID in the endpoint's URL: the one that was entered, else the node's, which n8n renews for each copy. It is
 * the scope of deduplication and the rate limit; `ENDPOINT_ID_EXPRESSION` is the same for the editor.
 */
export const endpointIdOf = (context: EndpointContext): string =>
	enteredId(context) || context.getNode().id;

/** @throws {IntegrationError} `ENDPOINT_ID_INVALID` */
export function checkEndpointId(context: EndpointContext): void {
	const id = enteredId(context);
	if (id === '' || ENDPOINT_ID.test(id)) return;
	throw new IntegrationError(`Endpoint ID: "${id}" is not a valid ID`, {
		code: 'ENDPOINT_ID_INVALID',
		field: 'endpointId',
		hint: 'Use 8 to 64 letters, digits, hyphens and underscores, or leave it empty for a generated ID.',
	});
}
