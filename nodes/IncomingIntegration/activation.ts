import { NodeOperationError, type IHookFunctions } from 'n8n-workflow';

import { IntegrationError } from '../../core/errors';
import { readAuthentication } from './authentication';
import { openStore } from './services';
import { readAllowedIps, readCollection, readDeduplication } from './settings';
import { warningFor } from './store';

/** n8n itself registers published workflows again: then a store that is down must not take their routes away. */
const isPublishing = (context: IHookFunctions): boolean =>
	!['init', 'leadershipChange'].includes(context.getActivationMode());

/** An expression may need a request to be evaluated. */
const isComputed = (context: IHookFunctions, parameter: string): boolean =>
	typeof context.getNodeParameter(parameter, [], { rawExpressions: true }) === 'string';

/**
 * Tries what requests will need, so that publishing fails with a sentence instead of each request with 503.
 * @throws {NodeOperationError}
 */
export async function checkSettings(context: IHookFunctions): Promise<void> {
	if (!isPublishing(context)) return;
	const settings = readCollection(context);
	try {
		await readAuthentication(context, context.getNodeParameter('authentication', 'jwt'));
		readAllowedIps(settings);
		if (context.getNodeParameter('deduplication', false) !== true) return;
		if (!isComputed(context, 'deduplicationParameters')) readDeduplication(context, settings);
		await (await openStore(context, settings.deduplicationStore)).check();
	} catch (error) {
		if (!(error instanceof IntegrationError)) {
			throw new NodeOperationError(context.getNode(), error as Error);
		}
		const sentences = [error.message, error.hint].filter(Boolean).join('. ');
		throw new NodeOperationError(context.getNode(), sentences);
	}
	const warning = warningFor(settings.deduplicationStore ?? 'automatic');
	if (warning) context.logger.warn(warning);
}
