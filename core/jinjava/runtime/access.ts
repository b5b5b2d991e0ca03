import { EngineValue } from './engine-value';
import { print } from './print';
import { spendText } from './meter';
import { spendSize } from './size';
import {
	DateValue,
	getKey,
	imported,
	ownValue,
	isInteger,
	isText,
	MapEntry,
	SafeString,
	Special,
	type List,
	type PlainObject,
	type Value,
} from './values';
import { dateProperty } from './dates';

/** What most objects are: data of the context with no class of its own. */
export const isPlain = (object: Value): object is PlainObject =>
	typeof object === 'object' &&
	object !== null &&
	Object.getPrototypeOf(object) === Object.prototype;

/** `object[key]`, the usual case first: a property of plain data. */
export function step(object: Value, key: Value): Value {
	if (typeof key !== 'string') return access(object, key);
	if (isPlain(object)) return ownValue(object, key);
	return object instanceof Special ? (object.get(key) ?? null) : access(object, key);
}

/** A step on the way to a value further on: a list is looked into and not handed out, so its dates may stay the host's. */
export function stepThrough(object: Value, key: Value): Value {
	if (typeof key === 'string' && isPlain(object)) {
		const value: unknown = Object.getOwnPropertyDescriptor(object, key)?.value;
		if (typeof value === 'string' || Array.isArray(value)) return value as Value;
		return imported(value);
	}
	return access(object, key);
}

/** `object[key]` and `object.key`: data only, and null for whatever is not there. */
export function access(object: Value, key: Value): Value {
	if (typeof object === 'string') return characterAt(object, key);
	if (typeof object !== 'object' || object === null || key === null) return null;
	if (typeof key === 'string' && isPlain(object)) return ownValue(object, key);
	if (Array.isArray(object)) {
		return object instanceof MapEntry ? partOfEntry(object, key) : itemAt(object, key);
	}
	if (object instanceof EngineValue) return accessEngineValue(object, key);
	return getKey(object, print(key));
}

function accessEngineValue(object: EngineValue, key: Value): Value {
	if (object instanceof Special) return object.get(print(key)) ?? null;
	if (object instanceof DateValue) return dateProperty(object, print(key));
	return object instanceof SafeString ? characterAt(object.text, key) : null;
}

function partOfEntry(pair: MapEntry, key: Value): Value {
	if (key === 'key') return pair[0] ?? null;
	return key === 'value' ? (pair[1] ?? null) : itemAt(pair, key);
}

function itemAt(list: List, key: Value): Value {
	if (typeof key === 'number' && key >= 0 && key < list.length) return imported(list[key]);
	const at = position(key, list.length);
	return at === undefined || !(at in list) ? null : imported(list[at]);
}

function characterAt(text: string, key: Value): Value {
	const at = position(key, text.length);
	return at === undefined ? null : (text[at] ?? null);
}

/** A place in a list; a negative key counts from the end. */
function position(key: Value, length: number): number | undefined {
	const at = typeof key === 'string' && /^-?\d+$/.test(key) ? Number(key) : key;
	if (!isInteger(at)) return undefined;
	return Number(at) < 0 ? length + Number(at) : Number(at);
}

/** `object[from:to]`: a part of a list or text. */
export function slice(object: Value, from: Value, to: Value): Value {
	if (!isText(object) && !Array.isArray(object)) return null;
	const source = isText(object) ? print(object) : object;
	const start = isInteger(from) ? Number(from) : 0;
	const end = isInteger(to) ? Number(to) : source.length;
	const part = source.slice(start, end);
	spendSize(part);
	return part;
}

/** A property by its path, `a.b.c`, as filters name it. */
export function attribute(object: Value, path: string): Value {
	spendText(path.length);
	return path.split('.').reduce<Value>((value, name) => access(value, name), object);
}
