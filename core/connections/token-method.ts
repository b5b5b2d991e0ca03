/** What the methods with a fetched token have in common: cache, renewal after a 401, preview and test. */
import { add, carries, type Additions } from './additions';
import { attempt } from './attempt';
import type { ConnectionMethod, ConnectionServices, CredentialFields } from './connection';
import type { MethodIdentity } from './methods';
import { cacheKey, TokenCache, type Fetched } from './token-cache';

/** What was fetched, and how that went: one sentence without secrets. */
export interface FetchedAdditions extends Fetched<Additions> {
	summary: string;
}

export interface TokenSource {
	/** @throws {AuthorisationError} naming the step and its status */
	fetch(credential: CredentialFields, services: ConnectionServices): Promise<FetchedAdditions>;
	/** Where the token goes, masked. */
	preview(credential: CredentialFields): Additions;
	/** The secrets that the credential itself contains. */
	secrets(credential: CredentialFields): string[];
	/** The hosts of the connection's own URLs. */
	ownHosts(credential: CredentialFields): string[];
	/** For forms that need no token: what they add. Undefined means that a token is needed. */
	withoutToken?(credential: CredentialFields): Additions | undefined;
}

type Identity<Credential extends string> = MethodIdentity<Credential> & { credential: Credential };

/** `header "Authorization" gets "Bearer *****"` */
function describe({ headers, urlParameters }: Additions): string {
	return [
		...headers.map(([name, value]) => `header "${name}" gets "${value}"`),
		...urlParameters.map(([name, value]) => `URL parameter "${name}" gets "${value}"`),
	].join(', ');
}

/** Builds a method from a source of tokens. */
export function tokenMethod<Credential extends string>(
	identity: Identity<Credential>,
	source: TokenSource,
	cache = new TokenCache<Additions>(),
): ConnectionMethod<Credential> {
	const key = (credential: CredentialFields) => cacheKey(identity.name, credential);
	const obtain = (credential: CredentialFields, services: ConnectionServices) => {
		// Without the caller's signal: the fetch goes on for others when this caller gives up.
		const shared = { http: services.http, clock: services.clock };
		return cache.get(key(credential), () => source.fetch(credential, shared), services);
	};
	return {
		...identity,
		ownHosts: source.ownHosts,
		async authorise(request, credential, services) {
			const additions = source.withoutToken?.(credential);
			return add(request, additions ?? (await obtain(credential, services)));
		},
		preview: (request, credential) => add(request, source.preview(credential)),
		forget: (credential, rejected) =>
			cache.drop(key(credential), (additions) => !rejected || carries(rejected, additions)),
		secrets: (credential) => [...source.secrets(credential), ...cache.secrets(key(credential))],
		test: (credential, services) =>
			attempt(async () => {
				const placed = describe(source.preview(credential));
				if (source.withoutToken?.(credential)) {
					return `The fields are filled in; ${placed}. Whether the service accepts them shows with the first request.`;
				}
				const { summary, expiresAt } = await source.fetch(credential, services);
				const lifetime = Math.round((expiresAt - services.clock.now()) / 1000);
				const kept = lifetime > 0 ? `kept for up to ${lifetime} seconds` : 'not kept';
				return `${summary}; ${placed}. The result is ${kept}.`;
			}),
	};
}

/** The usual place of a token, RFC 6750. */
export const bearer = (token: string): Additions => ({
	headers: [['Authorization', `Bearer ${token}`]],
	urlParameters: [],
});
