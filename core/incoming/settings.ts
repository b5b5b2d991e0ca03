import type { AddressFilter } from './allowed-ips';
import type { Conditions } from './conditions';
import type { AcceptReply } from './accept-reply';
import type { JwtSettings } from './jwt/settings';
import type { TokenVerifier } from './jwt/verify';
import type { SignatureSettings } from './signature/verify';

export type Authentication =
	| { method: 'none' }
	| { method: 'jwt'; settings: JwtSettings; verifier: TokenVerifier }
	| { method: 'meta'; verifyToken: string; appSecrets: string[] }
	| { method: 'signature'; signature: SignatureSettings; /** Of the endpoint. */ url: string }
	| { method: 'clientState'; states: string[] }
	| { method: 'basic'; login: string; password: string }
	| { method: 'header'; /** By lower-case name. */ header: string; keys: string[] };

export interface DeduplicationSettings {
	/** Of the parameters that make a request the same as another. */
	addresses: string[];
	windowMs: number;
}

/** What one endpoint is set to do, as plain values and functions. */
export interface IncomingSettings {
	/** The scope of deduplication and the rate limit. */
	endpointId: string;
	/** See `sampleKey`; without one, no sample is kept. */
	sampleKey: string | undefined;
	integrationName: string;
	authentication: Authentication;
	deduplication?: DeduplicationSettings | undefined;
	/** Absent = every request triggers. */
	conditions?: Conditions | undefined;
	/** Requests a second; 0 = no limit. */
	rateLimit: number;
	maxBodyBytes: number;
	isAllowedIp: AddressFilter;
	keepSensitiveHeaders: boolean;
	/** Whether types such as `application/cloudevents+json` are JSON, too. */
	acceptJsonSuffixes?: boolean;
	/** Whether integers beyond 2^53 are texts of their digits in the output. */
	largeNumbersAsText?: boolean;
	/** What an accepted request gets in place of `200 OK`. */
	acceptReply?: AcceptReply | undefined;
	/** A request of the editor's test mode: becomes the sample, leaves no trace in deduplication. */
	isTest: boolean;
}
