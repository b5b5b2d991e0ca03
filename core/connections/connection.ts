/** The one shape of every authentication method of an Outgoing Integration. */
import type { Clock } from '../clock';
import type { HeaderList, HttpClient } from '../http/client';

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
	/** Follows the target policy and the credential's allowed domains. */
	http: HttpClient;
	clock: Clock;
	signal?: AbortSignal | undefined;
}

/** What a connection's own test button shows; holds no secret. */
export interface ConnectionTest {
	ok: boolean;
	message: string;
}

export interface ConnectionMethod {
	/** The value of the parameter `authentication`. */
	name: string;
	/** The credential type that holds its fields; absent for `none`. */
	credential?: string;
	/**
	 * Adds what the method needs to the request: fields of the same name are replaced, everything else stays.
	 * Fetches a token when none is cached.
	 * @returns a new request; the one handed in is not changed
	 * @throws {IntegrationError} `CONNECTION_…`, naming the step that failed and its status, never a secret
	 */
	authorise(
		request: PreparedRequest,
		credential: CredentialFields,
		services: ConnectionServices,
	): Promise<PreparedRequest>;
	/**
	 * Called after a 401: drops what was cached for this credential.
	 * @returns true when there was something to drop, so that one more try with a new token makes sense
	 */
	forget?(credential: CredentialFields): boolean;
	/** The values that must never be shown: stored secrets and what was fetched or computed from them. */
	secrets(credential: CredentialFields): string[];
	/** Proves the connection as far as that can be done without a target request. */
	test(credential: CredentialFields, services: ConnectionServices): Promise<ConnectionTest>;
}
