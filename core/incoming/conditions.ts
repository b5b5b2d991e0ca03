import type { JsonDocument } from './json-body';
import type { Lookup } from './lookup';

/** Whether a request is meant for the workflow; the host brings its own operators. */
export type Conditions = (lookup: Lookup, document: JsonDocument) => boolean;
