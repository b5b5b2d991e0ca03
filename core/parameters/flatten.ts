import type { JsonObject, JsonValue } from '../json';
import { LONG_NAME } from '../json-limits';
import { keyAddress, positionAddress } from './addresses';

/** Work and memory follow from these, not from how small the document is that reaches them. */
export interface FlattenLimits {
	/** Objects and arrays inside each other, the outermost included. */
	depth: number;
	/** Parameters altogether. */
	count: number;
	/** Characters of all addresses together. */
	length: number;
	/** Addresses longer than `LONG_NAME`. */
	longNames: number;
}

/** Values by their address, in the order of the document. */
export type Parameters = JsonObject;

export interface Flattened {
	parameters: Parameters;
	/** How many values have no parameter because they are past the limits. */
	omitted: number;
}

/** The document contains more, or deeper, parameters than allowed. */
export class FlattenLimitError extends Error {
	constructor(readonly limit: keyof FlattenLimits) {
		super(`The document exceeds the limit of ${limit} of its parameters`);
		this.name = 'FlattenLimitError';
	}
}

const UNLIMITED: FlattenLimits = {
	depth: Infinity,
	count: Infinity,
	length: Infinity,
	longNames: Infinity,
};

/**
 * Every value of a document by its address. Values keep their JSON type; empty objects and arrays stay as values.
 * @param prefix the address of the document itself; '' makes its keys the outermost ones
 * @throws {FlattenLimitError}
 */
export function flatten(
	document: JsonValue,
	{ prefix = '', limits = {} }: { prefix?: string; limits?: Partial<FlattenLimits> } = {},
): Parameters {
	return flattenWithin(document, { prefix, refuseBeyond: limits }).parameters;
}

interface Options {
	prefix?: string;
	/** A document past these is refused. */
	refuseBeyond?: Partial<FlattenLimits>;
	/** The first value past these, and all after it, have no parameter; of depth, only what lies deeper. */
	omitBeyond?: Partial<FlattenLimits>;
	/** Gets the parameters. */
	into?: Parameters;
}

/**
 * Names values as `flatten` does, as far as the limits go.
 * @throws {FlattenLimitError} past `refuseBeyond`
 */
export function flattenWithin(
	document: JsonValue,
	{ prefix = '', refuseBeyond, omitBeyond, into = {} }: Options,
): Flattened {
	const walk = new Walk({ ...UNLIMITED, ...refuseBeyond }, { ...UNLIMITED, ...omitBeyond }, into);
	walk.visit(document, prefix, 1);
	return { parameters: into, omitted: walk.omitted };
}

class Walk {
	omitted = 0;
	private readonly found = { count: 0, length: 0, longNames: 0 };
	private isFull = false;
	/** Without limits to refuse by, what has no room is only counted. */
	private readonly mayRefuse: boolean;

	constructor(
		private readonly refuseBeyond: FlattenLimits,
		private readonly omitBeyond: FlattenLimits,
		private readonly parameters: Parameters,
	) {
		this.mayRefuse = Object.values(refuseBeyond).some(Number.isFinite);
	}

	visit(value: JsonValue, address: string, depth: number): void {
		if (typeof value !== 'object' || value === null) return this.add(address, value);
		if (depth > this.refuseBeyond.depth) throw new FlattenLimitError('depth');
		if (depth > this.omitBeyond.depth) return this.skip(value);
		if (Array.isArray(value)) this.visitArray(value, address, depth);
		else this.visitObject(value, address, depth);
	}

	private visitArray(array: JsonValue[], address: string, depth: number): void {
		if (array.length === 0) return this.addContainer(address, array);
		for (let position = 0; position < array.length; position++) {
			const value = array[position] as JsonValue;
			if (this.isFull && !this.mayRefuse) this.skip(value);
			else this.visit(value, positionAddress(address, position), depth + 1);
		}
	}

	private visitObject(object: JsonObject, address: string, depth: number): void {
		const keys = Object.keys(object);
		if (keys.length === 0) return this.addContainer(address, object);
		for (const key of keys) {
			const value = object[key] as JsonValue;
			if (this.isFull && !this.mayRefuse) this.skip(value);
			else this.visit(value, keyAddress(address, key), depth + 1);
		}
	}

	/** An empty document has no parameter: only the prefix could name it. */
	private addContainer(address: string, value: JsonValue): void {
		if (address !== '') this.add(address, value);
	}

	/** The address becomes a property, which costs its length, only when there is room for it. */
	private add(address: string, value: JsonValue): void {
		const { found } = this;
		found.count++;
		found.length += address.length;
		if (address.length > LONG_NAME) found.longNames++;
		const limit = this.exceeded(this.refuseBeyond);
		if (limit) throw new FlattenLimitError(limit);
		this.isFull ||= this.exceeded(this.omitBeyond) !== undefined;
		if (this.isFull) this.omitted++;
		else if (address === '__proto__') defineOwn(this.parameters, address, value);
		else this.parameters[address] = value;
	}

	private exceeded(limits: FlattenLimits): keyof FlattenLimits | undefined {
		const { count, length, longNames } = this.found;
		if (count > limits.count) return 'count';
		if (length > limits.length) return 'length';
		return longNames > limits.longNames ? 'longNames' : undefined;
	}

	private skip(value: JsonValue): void {
		this.omitted += countValues(value);
	}
}

/** How many parameters a value would give, however deep it is. */
function countValues(root: JsonValue): number {
	let count = 0;
	const containers: JsonValue[] = [root];
	for (let value = containers.pop(); value !== undefined; value = containers.pop()) {
		if (typeof value !== 'object' || value === null) {
			count++;
			continue;
		}
		const values = Array.isArray(value) ? value : Object.values(value);
		if (values.length === 0) count++;
		for (const inner of values) {
			if (typeof inner === 'object' && inner !== null) containers.push(inner);
			else count++;
		}
	}
	return count;
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
