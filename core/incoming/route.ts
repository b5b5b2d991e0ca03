/** What all routes of an endpoint have in common. */
import { IntegrationError } from '../errors';
import { checkAddress, checkDeclaredSize, checkRate } from './checks';
import type { Exchange, IncomingServices } from './exchange';
import type { Refusal } from './outcome';
import { unavailable, type Outcome } from './outcome';
import type { IncomingRequest } from './request';
import type { IncomingSettings } from './settings';

export type Route<O extends Outcome> = (
	request: IncomingRequest,
	settings: IncomingSettings,
	services: IncomingServices,
) => Promise<O | Refusal>;

/**
 * Lets a request in by its sender's address, the rate and its declared size, which count on every route, before the
 * route's own work. Does not throw what it can reply.
 */
export const route =
	<O extends Outcome>(work: (exchange: Exchange) => Promise<O | Refusal>): Route<O> =>
	async (request, settings, services) => {
		const receivedAt = services.clock.now();
		const exchange: Exchange = { request, settings, services, receivedAt };
		try {
			const refusal =
				checkAddress(exchange) ?? (await checkRate(exchange)) ?? checkDeclaredSize(exchange);
			return refusal ?? (await work(exchange));
		} catch (error) {
			if (!(error instanceof IntegrationError)) throw error;
			return unavailable(error, receivedAt);
		}
	};
