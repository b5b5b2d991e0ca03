/** Which endpoints a node may ask about. */
import type { IExecuteFunctions, ILoadOptionsFunctions } from 'n8n-workflow';

import { IntegrationError } from '../../../core/errors';
import type { IncomingStore } from '../../../core/store/store';
import { scopeOf, scopeOfRun } from '../../shared/owner';

/**
 * Whose endpoints a workflow may ask about.
 * @throws {IntegrationError} `SCOPE_UNKNOWN`
 */
export function scopeOfExecution(context: IExecuteFunctions): string {
	const scope = scopeOfRun(context);
	if (scope !== undefined) return scope;
	throw new IntegrationError('n8n does not tell which project this workflow belongs to', {
		code: 'SCOPE_UNKNOWN',
		hint: 'Save the workflow first. In a sub-workflow this node does not work: use it in the calling workflow.',
	});
}

/** As above, for a form; `undefined` when n8n does not tell. */
export const scopeOfForm = (context: ILoadOptionsFunctions): string | undefined => scopeOf(context);

const notFound = (endpoint: string, hint: string) =>
	new IntegrationError(`Endpoint: this project has no data of an endpoint "${endpoint}"`, {
		code: 'ENDPOINT_NOT_FOUND',
		field: 'endpointId',
		hint,
	});

/** @throws {IntegrationError} `ENDPOINT_NOT_FOUND`, the same for an endpoint of another project as for none at all */
export async function checkLogAccess(
	store: IncomingStore,
	scope: string,
	endpoint: string,
): Promise<void> {
	if ((await store.endpoints(scope)).includes(endpoint)) return;
	throw notFound(
		endpoint,
		'Select one from the list. An endpoint is listed after its first request.',
	);
}

/** For hashes, which belong to the project that used the endpoint first. @throws as `checkLogAccess` */
export async function checkDataAccess(
	store: IncomingStore,
	scope: string,
	endpoint: string,
): Promise<void> {
	if ((await store.scopeOf(endpoint)) === scope) return;
	const hint =
		'Select one from the list. It must have had a request to its production URL, and belong to this project since its first.';
	throw notFound(endpoint, hint);
}
