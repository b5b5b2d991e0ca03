import type { JsonValue } from '../json';
import { headerOf, valueAt } from '../parameters/addresses';
import { headerValue, type IncomingRequest } from './request';

/** The value of a parameter by its address; `undefined` when the request does not carry it. */
export type Lookup = (address: string) => JsonValue | undefined;

/** Parameters of the body, also objects and lists that have parameters below them, and headers. */
export function lookupIn(request: IncomingRequest, document: JsonValue): Lookup {
	return (address) => {
		const header = headerOf(address);
		return header === undefined ? valueAt(document, address) : headerValue(request, header);
	};
}
