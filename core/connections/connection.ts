/** The one shape of every authentication method of an Outgoing Integration. */
import type { Clock } from '../clock';
import type { HeaderList, HttpClient } from '../http/client';
import type { MethodIdentity } from './methods';

/** A request whose templates are rendered: exactly what goes on the wire unless a connection changes it. */
export interface PreparedRequest {
	method: string;
	url: URL;
	headers: HeaderList;
	body: Buffer | undefined;
}

/** Decrypted fields of a credential, by the names of the contract. */
export type CredentialFields = Record<string, unknown>;

export interface ConnectionServices {
	/** Follows the target policy; the methods hand it the credential's allowed domains with each request. */
	http: HttpClient;
	clock: Clock;
	signal?: AbortSignal | undefined;
}

/** What a connection's own test button shows; contains no secret. */
export interface ConnectionTest {
	ok: boolean;
	message: string;
}

/** @typeParam Credential the name of the credential type that contains the method's fields; `never` for `none` */
export interface ConnectionMethod<
	Credential extends string = string,
> extends MethodIdentity<Credential> {
	/**
	 * Adds what the method needs to the request: fields of the same name are replaced, everything else stays
	 * (`overrides` of additions.ts lists what was replaced). Fetches a token when none is cached.
	 * @returns a new request; the one handed in is not changed
	 * @throws {IntegrationError} `CONNECTION_…`, naming the step that failed and its status, never a secret
	 */
	authorise(
		request: PreparedRequest,
		credential: CredentialFields,
		services: ConnectionServices,
	): Promise<PreparedRequest>;
	/**
	 * The request as `authorise` would leave it, each added value masked. Sends nothing and fetches no token.
	 * @throws {IntegrationError} `CONNECTION_FIELD_INVALID` or a template's fault, as `authorise` would
	 */
	preview(request: PreparedRequest, credential: CredentialFields): PreparedRequest;
	/**
	 * Called after a 401: drops what was cached for this credential.
	 * @param rejected the request that got the 401; a newer token than the one in it is kept, so that of many
	 * requests rejected at once only the first drops and all others join its fetch
	 * @returns true when one more try makes sense, because it gets another token
	 */
	forget?(credential: CredentialFields, rejected?: PreparedRequest): boolean;
	/**
	 * The values that must never be shown: stored secrets and what was fetched or computed from them.
	 * @param sent a request that this method authorised, for what was computed for it alone (a signature)
	 */
	secrets(credential: CredentialFields, sent?: PreparedRequest): string[];
	/**
	 * The hosts of the connection's own URLs.
	 * @throws {IntegrationError} `CONNECTION_FIELD_INVALID`
	 */
	ownHosts?(credential: CredentialFields): string[];
	/** Proves the connection as far as that can be done without a target request. Never throws. */
	test(credential: CredentialFields, services: ConnectionServices): Promise<ConnectionTest>;
}
