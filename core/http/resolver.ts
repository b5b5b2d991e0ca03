/** Name resolution under the target policy: the addresses it hands to the socket are the ones that were judged. */
import dns from 'node:dns';
import type { LookupFunction } from 'node:net';
import { IntegrationError } from '../errors';
import type { Endpoint, TargetPolicy } from './target-policy';

/** Addresses of one name, in the order of preference. */
export type Addresses = Array<{ address: string; family: number }>;

/** Node's own resolver, or one of the host application that refuses some names or addresses with an error. */
export type Resolver = LookupFunction;

/**
 * Resolves a name and keeps the addresses that the policy lets through.
 * @throws {TargetError} when none is left
 * @throws {NodeJS.ErrnoException} of the resolver
 */
export async function resolvePermitted(
	endpoint: Endpoint,
	policy: TargetPolicy,
	resolver: Resolver = dns.lookup,
): Promise<Addresses> {
	const addresses = await resolveAll(endpoint.hostname, resolver).catch((error: unknown) => {
		// What forbids a name whatever it resolves to says more than the failed lookup.
		throw policy.refuseUnresolved(endpoint) ?? error;
	});
	const refusals = addresses.map(({ address }) => policy.refuseAddress(endpoint, address));
	const permitted = addresses.filter((_, index) => refusals[index] === undefined);
	const [refusal] = refusals;
	if (permitted.length === 0 && refusal) throw refusal;
	return permitted;
}

function resolveAll(hostname: string, resolver: Resolver): Promise<Addresses> {
	return new Promise((resolve, reject) => {
		resolver(hostname, { all: true }, (error, address, family) => {
			if (error) reject(error);
			else if (Array.isArray(address)) resolve(address);
			else resolve([{ address, family: family ?? 4 }]);
		});
	});
}

/** A `lookup` for `net.connect` that yields permitted addresses only, for happy eyeballs as for a single try. */
export function guardedLookup(
	endpoint: Endpoint,
	policy: TargetPolicy,
	resolver?: Resolver,
): LookupFunction {
	return (_hostname, options, callback) => {
		resolvePermitted(endpoint, policy, resolver).then(
			(permitted) => {
				const wanted =
					options.family === 'IPv4' ? 4 : options.family === 'IPv6' ? 6 : options.family;
				const usable = wanted ? permitted.filter(({ family }) => family === wanted) : permitted;
				const [first] = usable;
				if (!first) callback(noAddress(endpoint), '', 0);
				else if (options.all) callback(null, usable);
				else callback(null, first.address, first.family);
			},
			(error: NodeJS.ErrnoException) => callback(error, '', 0),
		);
	};
}

function noAddress(endpoint: Endpoint): IntegrationError {
	return new IntegrationError(`The domain "${endpoint.hostname}" has no address`, {
		code: 'HTTP_DNS',
		field: 'url',
		hint: 'Check the spelling of the domain.',
	});
}
