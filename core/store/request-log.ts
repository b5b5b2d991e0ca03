/** The port of the request log: what became of the latest requests of an endpoint, never what they held. */
import type { MaybePromise } from './store';

export type RequestOutcome = 'accepted' | 'duplicate' | 'filtered' | 'refused';

/** One request. Holds no payload, no value of a header and no secret. */
export interface LoggedRequest {
	/** When it arrived: milliseconds since the epoch. */
	at: number;
	outcome: RequestOutcome;
	/** Of the reply. */
	status: number;
	/** What exactly was wrong; '' for an accepted request. */
	cause: string;
	/** The sender's address as n8n sees it. */
	ip: string;
	/** Of the body, as it was sent. */
	bytes: number;
	durationMs: number;
	requestId: string;
	/** SHA-256, 64 lower-case hexadecimal digits. */
	deduplicationHash?: string | undefined;
	executionId?: string | undefined;
	/** Sent to the test URL. */
	isTest?: true;
	/** How many further requests of the same second and cause are counted here, not stored one by one. */
	more?: number;
}

export interface RequestLogLimits {
	/** How many requests an endpoint keeps; refused ones take up to half of them, so that a flood leaves the others. */
	entries: number;
	maxAgeMs: number;
}

/** Whose requests they are: only who asks with the same scope reads them. */
export interface LogOwner {
	/** The project of the workflow, or the workflow alone. */
	scope: string;
	workflowId: string;
}

/** Requests of one endpoint, oldest first. */
export interface LogBatch {
	owner: LogOwner;
	endpoint: string;
	limits: RequestLogLimits;
	requests: LoggedRequest[];
}

export interface RequestLogStore {
	/** Adds requests and drops what is beyond the limits of their endpoint. */
	append(batch: LogBatch): MaybePromise<void>;
	/** The requests that an endpoint keeps, newest first. @param now milliseconds since the epoch */
	requests(scope: string, endpoint: string, now: number): MaybePromise<LoggedRequest[]>;
	/** The endpoints of a scope that had requests, in the order of their IDs. */
	endpoints(scope: string): MaybePromise<string[]>;
	/**
	 * The scope that an endpoint's hashes and sample belong to: that of the first workflow which got a production
	 * request there, wherever this workflow is now. `undefined` when there was none.
	 */
	scopeOf(endpoint: string): MaybePromise<string | undefined>;
}

export const isRefused = ({ outcome }: LoggedRequest): boolean => outcome === 'refused';

/** Refused requests may take this many places. */
export const refusedPlaces = ({ entries }: RequestLogLimits): number =>
	Math.max(Math.ceil(entries / 2), 1);
