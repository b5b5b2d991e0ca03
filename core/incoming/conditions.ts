import type { JsonDocument } from './json-body';
import type { Lookup } from './lookup';

/** A condition that a request did not meet, as a user reads it. */
export interface UnmetCondition {
	/** Of the parameter. */
	address: string;
	/** `Number: Is Greater Than` */
	operator: string;
	/** Why, where it is not for the parameter's value: the request does not have it, or its type cannot be compared so. */
	remark?: string | undefined;
}

/**
 * Whether a request is for the workflow; the host brings its own operators. Looks numbers up that JavaScript would
 * change, such as 64-bit IDs, as text with all their digits.
 * @returns the conditions that were not met and keep the request out; empty when it is for the workflow
 * @throws {IntegrationError} when a condition itself cannot be evaluated
 */
export type Conditions = (lookup: Lookup, document: JsonDocument) => UnmetCondition[];
