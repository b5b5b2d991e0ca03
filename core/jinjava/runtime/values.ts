/**
 * What an expression can contain. Data of the context stays plain JSON and is only read; dictionaries made by
 * a template are Maps, so that no key can mean anything but data.
 */
import type { DateTime } from 'luxon';
import { Decimal } from './decimal';
import { EngineValue } from './engine-value';
import { isHostDate, readHostDate, type HostDate } from './host-dates';
import { recall, remember } from './meter';

export type Value =
	| null
	| boolean
	| string
	| number
	| bigint
	| Float
	| Decimal
	| SafeString
	| DateValue
	| List
	| Dictionary
	| Special;

export type List = Value[];
export type Dictionary = Map<string, Value> | PlainObject;
export interface PlainObject {
	[key: string]: Value;
}

/** A double whose value happens to be whole (`5.0`): a bare JavaScript number of that value is an integer. */
export class Float extends EngineValue {
	constructor(readonly value: number) {
		super();
	}
}

/** Text that `safe` or `escape` marked as not to be escaped (again). */
export class SafeString extends EngineValue {
	constructor(readonly text: string) {
		super();
	}
}

/** A point in time with its zone. */
export class DateValue extends EngineValue {
	constructor(readonly time: DateTime) {
		super();
	}
}

/** A date of the host; null for one that is not a point in time. */
function hostDate(value: HostDate): Value {
	const time = readHostDate(value);
	return time.isValid ? new DateValue(time) : null;
}

/** An immutable list, written `(1, 2)`. */
export class Tuple extends Array<Value> {
	static override get [Symbol.species](): ArrayConstructor {
		return Array;
	}
}

/** A key with its value, as `dictionary.items()` lists them. */
export class MapEntry extends Tuple {}

export const entry = (key: string, value: Value): MapEntry => MapEntry.of(key, value);

/** An engine object that a template may name but not look into: a macro, or the `loop` of a for tag. */
export abstract class Special extends EngineValue {
	/** A property that templates may read, or undefined. */
	abstract get(name: string): Value | undefined;
	/** A method that templates may call, or undefined when there is none of that name. */
	abstract call(name: string, args: readonly Value[]): Value | undefined;
	abstract print(): string;
}

export const isList = (value: Value): value is List => Array.isArray(value);

export const isInteger = (value: Value): value is number | bigint =>
	typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value));

export type Numeric = number | bigint | Float | Decimal;

export const isNumber = (value: Value): value is Numeric =>
	typeof value === 'number' ||
	typeof value === 'bigint' ||
	value instanceof Float ||
	value instanceof Decimal;

export const isText = (value: Value): value is string | SafeString =>
	typeof value === 'string' || value instanceof SafeString;

/** True for dictionaries of either kind, never for objects of the engine. */
export const isDictionary = (value: Value): value is Dictionary =>
	typeof value === 'object' &&
	value !== null &&
	!Array.isArray(value) &&
	!(value instanceof EngineValue);

/** An own data property of a dictionary; anything inherited, computed or not data is missing. */
export function getKey(dictionary: Dictionary, key: string): Value {
	if (dictionary instanceof Map) return dictionary.get(key) ?? null;
	return ownValue(dictionary, key);
}

/** A data property of a plain object that is its own; a getter is never run. */
export function ownValue(object: PlainObject, key: string): Value {
	const value: unknown = Object.getOwnPropertyDescriptor(object, key)?.value;
	return typeof value === 'string' || typeof value === 'number' ? value : imported(value);
}

export function hasKey(dictionary: Dictionary, key: string): boolean {
	return dictionary instanceof Map ? dictionary.has(key) : Object.hasOwn(dictionary, key);
}

export function keysOf(dictionary: Dictionary): string[] {
	return dictionary instanceof Map ? [...dictionary.keys()] : Object.keys(dictionary);
}

/** Counts above this are remembered: the keys of a plain object can only be counted by listing them. */
const MANY_KEYS = 64;

/** The number of keys; counted once a rendering, because the data of the context do not change meanwhile. */
export function keyCount(dictionary: Dictionary): number {
	if (dictionary instanceof Map) return dictionary.size;
	const known = recall(dictionary);
	if (known !== undefined) return known;
	const { length } = Object.keys(dictionary);
	if (length > MANY_KEYS) remember(dictionary, length);
	return length;
}

export const valuesOf = (dictionary: Dictionary): List =>
	keysOf(dictionary).map((key) => getKey(dictionary, key));

export function entriesOf(dictionary: Dictionary): Array<[string, Value]> {
	return keysOf(dictionary).map((key) => [key, getKey(dictionary, key)]);
}

/** Lets nothing but data in: functions, symbols and undefined count as missing, dates of the host become dates. */
export function imported(value: unknown): Value {
	if (typeof value !== 'object' || value === null) {
		return value === undefined || typeof value === 'function' || typeof value === 'symbol'
			? null
			: (value as Value);
	}
	if (Object.getPrototypeOf(value) === Object.prototype) return value as Value;
	if (Array.isArray(value)) return withDates(value as List);
	return isHostDate(value) ? hostDate(value) : (value as Value);
}

/** Lists that are known to contain no date of the host. */
const withoutHostDates = new WeakSet<List>();

/** The list itself, or a copy in which dates of the host are dates. */
function withDates(list: List): List {
	if (withoutHostDates.has(list)) return list;
	const read = list.map((item) => (typeof item === 'object' ? imported(item) : item));
	if (read.some((item, at) => item !== list[at])) return read;
	withoutHostDates.add(list);
	return list;
}

/** Any text but the empty one and `false`. */
const isTrueText = (text: string): boolean =>
	text.length === FALSE.length ? text.toLowerCase() !== FALSE : text !== '';
const FALSE = 'false';

export function isTruthy(value: Value): boolean {
	if (typeof value === 'boolean') return value;
	if (typeof value === 'string') return isTrueText(value);
	if (typeof value !== 'object') return Boolean(value);
	if (value === null) return false;
	if (value instanceof SafeString) return isTrueText(value.text);
	if (value instanceof Float) return value.value !== 0;
	if (value instanceof Decimal) return value.digits !== 0n;
	if (Array.isArray(value)) return value.length > 0;
	return isDictionary(value) ? keyCount(value) > 0 : true;
}
