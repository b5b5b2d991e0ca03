import { NodeOperationError, type IHookFunctions } from 'n8n-workflow';

import { IntegrationError, sentences } from '../../core/errors';
import { readAuthentication } from './authentication';
import { checkAddresses } from './check-addresses';
import { readCollect } from './collect';
import { readConditions } from './conditions';
import { checkEndpointId } from './endpoint';
import { openStore } from './services';
import {
	acceptReplyOf,
	maxBodyBytes,
	readAllowedIps,
	readCollection,
	readDeduplication,
	readRateLimit,
	readRequestLog,
} from './settings';
import { warningFor } from '../shared/store';

/** n8n itself registers published workflows again: then a store that is down must not take their routes away. */
const isPublishing = (context: IHookFunctions): boolean =>
	!['init', 'leadershipChange'].includes(context.getActivationMode());

/** A store that is in use removes what expired; after a restart it is in use even when no request comes. */
async function wakeStore(context: IHookFunctions): Promise<void> {
	if (context.getNodeParameter('deduplication', false) !== true) return;
	try {
		await (await openStore(context, readCollection(context).deduplicationStore)).check();
	} catch {
		// Requests will be told.
		return;
	}
}

/**
 * Tries what requests will need, so that publishing fails with a sentence instead of each request with 503. Also
 * runs when the editor starts to listen for a test request.
 * @throws {NodeOperationError}
 */
export async function checkSettings(context: IHookFunctions): Promise<void> {
	if (!isPublishing(context)) {
		void wakeStore(context);
		return;
	}
	const settings = readCollection(context);
	try {
		checkEndpointId(context);
		const authentication = await readAuthentication(
			context,
			context.getNodeParameter('authentication', 'jwt'),
		);
		readAllowedIps(settings);
		readRateLimit(settings);
		maxBodyBytes(settings);
		readRequestLog(settings);
		readCollect(settings);
		acceptReplyOf(settings);
		readConditions(context);
		const deduplication = context.getNodeParameter('deduplication', false) === true;
		if (deduplication) readDeduplication(context, settings);
		// A signed request that arrives a second time is a duplicate, too.
		if (deduplication || authentication.method === 'signature') {
			await (await openStore(context, settings.deduplicationStore)).check();
		}
		for (const warning of await checkAddresses(context)) context.logger.warn(warning);
		const warning = deduplication && warningFor(settings.deduplicationStore ?? 'automatic');
		if (warning) context.logger.warn(warning);
	} catch (error) {
		if (!(error instanceof IntegrationError)) {
			throw new NodeOperationError(context.getNode(), error as Error);
		}
		throw new NodeOperationError(context.getNode(), sentences(error));
	}
}
