import { IntegrationError } from '../errors';
import { checkAuthentication } from './check-authentication';
import { checkDuplicate } from './check-duplicate';
import {
	checkAddress,
	checkBody,
	checkConditions,
	checkDeclaredSize,
	checkMediaType,
	checkRate,
	checkSender,
	checkSize,
} from './checks';
import type { HeldClaim } from './claims';
import {
	walk,
	type Check,
	type Exchange,
	type IncomingServices,
	type Refusal,
	type RefusalReason,
} from './exchange';
import { buildItem, type IncomingItem } from './item';
import { serviceUnavailable } from './replies';
import type { IncomingRequest } from './request';
import { keepFirstSample, keepSample, sampleOf } from './sample';
import type { IncomingSettings } from './settings';

export interface Acceptance {
	accepted: true;
	item: IncomingItem;
	/** To be confirmed once the execution is stored, before the sender is told; else to be released. */
	claim?: HeldClaim | undefined;
}

/** The order is part of the contract: a sender learns nothing before it has shown who it is. */
const CHECKS: Check[] = [
	checkAddress,
	checkRate,
	checkDeclaredSize,
	checkAuthentication,
	checkMediaType,
	checkSize,
	checkBody,
	checkConditions,
	checkSender,
	checkDuplicate,
];

/** How long a sender should wait while something on our side is down. */
const RETRY_AFTER_MS = 5_000;

/** Decides about one request: only what passes all checks becomes an item. Does not throw what it can answer. */
export async function receive(
	request: IncomingRequest,
	settings: IncomingSettings,
	services: IncomingServices,
): Promise<Acceptance | Refusal> {
	const receivedAt = services.clock.now();
	const exchange: Exchange = { request, settings, services, receivedAt };
	try {
		const refusal = await walk(CHECKS, exchange);
		if (settings.isTest) await keepTestSample(exchange, refusal);
		if (refusal) return refusal;
		if (!settings.isTest) keepProductionSample(exchange);
		return { accepted: true, item: toItem(exchange), claim: exchange.claim };
	} catch (error) {
		return unavailable(error, receivedAt);
	}
}

/**
 * The store is down or keys cannot be fetched: the sender is to try again, nothing is recorded.
 * @throws what is no failure of that kind
 */
export function unavailable(error: unknown, now: number): Refusal {
	if (!(error instanceof IntegrationError)) throw error;
	const reply = serviceUnavailable(now, RETRY_AFTER_MS);
	return { accepted: false, reason: 'unavailable', reply, error };
}

/** Refusals of senders that have shown who they are. */
const AFTER_AUTHENTICATION = new Set<RefusalReason>(['forbidden', 'unsupportedMediaType']);

/** A test request leaves its parameters even when it is refused, once its sender is known. */
async function keepTestSample(exchange: Exchange, refusal: Refusal | undefined): Promise<void> {
	if (refusal && AFTER_AUTHENTICATION.has(refusal.reason)) {
		if (await walk([checkSize, checkBody], exchange)) return;
	}
	const { request, settings, services, body } = exchange;
	if (!body) return;
	await keepSample(services.store, settings.endpointId, sampleOf(request, body.parameters));
}

function keepProductionSample({ request, settings, services, body }: Exchange): void {
	void keepFirstSample(services.store, settings.endpointId, () =>
		sampleOf(request, body?.parameters ?? {}),
	);
}

const toItem = ({ request, settings, services, receivedAt, ...found }: Exchange): IncomingItem =>
	buildItem({
		request,
		settings,
		receivedAt,
		document: found.body?.document ?? {},
		parameters: found.body?.parameters ?? {},
		requestId: services.newId(),
		deduplicationHash: found.key?.shown,
		claims: found.claims,
	});
