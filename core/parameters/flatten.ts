import type { JsonObject, JsonValue } from '../json';
import { AddressBook, type Place } from './address-book';

export interface FlattenLimits {
	/** Objects and arrays inside each other, the outermost included. */
	depth: number;
	/** Parameters altogether. */
	count: number;
}

/** Values by their address, in the order of the document. */
export type Parameters = JsonObject;

/** The document holds more, or deeper, parameters than allowed. */
export class FlattenLimitError extends Error {
	constructor(readonly limit: keyof FlattenLimits) {
		super(`The document exceeds the limit of ${limit} of its parameters`);
		this.name = 'FlattenLimitError';
	}
}

const book = new AddressBook();

const UNLIMITED: FlattenLimits = { depth: Infinity, count: Infinity };

/**
 * Every value of a document by its address. Values keep their JSON type; empty objects and arrays stay as values.
 * @param prefix the address of the document itself; '' makes its keys the outermost ones
 * @throws {FlattenLimitError}
 */
export function flatten(
	document: JsonValue,
	{ prefix = '', limits = UNLIMITED }: { prefix?: string; limits?: FlattenLimits } = {},
): Parameters {
	const parameters: Parameters = {};
	let count = 0;

	function add(address: string, value: JsonValue): void {
		if (++count > limits.count) throw new FlattenLimitError('count');
		if (address === '__proto__') defineOwn(parameters, address, value);
		else parameters[address] = value;
	}

	function visit(value: JsonValue, place: Place, depth: number): void {
		if (typeof value !== 'object' || value === null) return add(place.address, value);
		if (depth > limits.depth) throw new FlattenLimitError('depth');
		if (Array.isArray(value)) {
			if (value.length === 0) return addContainer(place.address, value);
			for (let position = 0; position < value.length; position++) {
				visit(value[position] as JsonValue, book.at(place, position), depth + 1);
			}
			return;
		}
		const keys = Object.keys(value);
		if (keys.length === 0) return addContainer(place.address, value);
		for (const key of keys) visit(value[key] as JsonValue, book.at(place, key), depth + 1);
	}

	/** An empty document has no parameter: only the prefix could name it. */
	function addContainer(address: string, value: JsonValue): void {
		if (address !== '') add(address, value);
	}

	visit(document, book.root(prefix), 1);
	return parameters;
}

/** A plain assignment of this one name would set the prototype. */
function defineOwn(target: Parameters, name: string, value: JsonValue): void {
	Object.defineProperty(target, name, {
		value,
		enumerable: true,
		configurable: true,
		writable: true,
	});
}
