/**
 * What a JSON text consists of, told before anything is built from it: few bytes can mean millions of values, which
 * take hundreds of megabytes, or names that V8 can only compare with one another.
 */

import type { JsonValue } from './json';
import { finish, PORTION, type Steps } from './steps';

export interface JsonLimits {
	/** Objects and arrays inside each other. */
	depth: number;
	/** Values, counted by the commas between them: one of many is not there without a comma. */
	count: number;
	/** Objects and arrays. */
	containers: number;
	/** Different names, as far as 20 bits of a hash tell them apart: each costs V8 a table entry. */
	names: number;
	/** Names longer than `LONG_NAME`. */
	longNames: number;
}

export interface JsonSize {
	/** The first limit that is exceeded. */
	exceeded: keyof JsonLimits | undefined;
	/** How many values there are; up to the exceeded limit unless all were to be counted. */
	values: number;
}

/**
 * V8 hashes texts up to this length. Longer names of one length share a hash, so each that becomes a property is
 * compared with all others that the process contains: some hundreds take seconds.
 */
export const LONG_NAME = 16_383;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
/** `[` and `{` differ from their closing twins by two, and from each other by this bit. */
const OBJECT_BIT = 0x20;
const OPEN = 0x5b | OBJECT_BIT;
const CLOSE = 0x5d | OBJECT_BIT;

const HASH_BITS = 20;

/**
 * Measures a text against limits in one pass. In valid JSON there is one value more than there are commas outside
 * of texts; what is not valid is told by the parser.
 * @param countAll whether to go on counting values behind the first exceeded limit
 */
export const measureJson = (text: string, limits: JsonLimits, countAll = false): JsonSize =>
	finish(measureJsonSteps(text, limits, countAll));

/** `measureJson` in portions. */
export function* measureJsonSteps(
	text: string,
	limits: JsonLimits,
	countAll = false,
): Steps<JsonSize> {
	const measuring = new Measuring(text, limits, countAll);
	while (measuring.goOn(16 * PORTION)) yield;
	return measuring.size();
}

/** Of what another server publishes: a token, a set of keys. */
const ANSWER_LIMITS: JsonLimits = {
	depth: 100,
	count: 50_000,
	containers: 50_000,
	names: 50_000,
	longNames: 16,
};

/**
 * Parses JSON of another server, up to a size that takes milliseconds.
 * @throws {SyntaxError} for anything else
 */
export function parseAnswer(text: string): JsonValue {
	const { exceeded } = measureJson(text, ANSWER_LIMITS);
	if (exceeded)
		throw new SyntaxError(`The JSON has more than ${ANSWER_LIMITS[exceeded]} ${exceeded}`);
	return JSON.parse(text) as JsonValue;
}

class Measuring {
	private exceeded: keyof JsonLimits | undefined;
	private seen: Uint8Array | undefined;
	private at = 0;
	private values = 1;
	private depth = 0;
	private containers = 0;
	private names = 0;
	private longNames = 0;

	constructor(
		private readonly text: string,
		private readonly limits: JsonLimits,
		private readonly countAll: boolean,
	) {}

	size(): JsonSize {
		return { exceeded: this.exceeded, values: this.values };
	}

	/** @returns whether there is more to look at behind so many characters */
	goOn(characters: number): boolean {
		const { text } = this;
		let { at, values, depth, containers } = this;
		for (const end = at + characters; at < end && at < text.length; at++) {
			const code = text.charCodeAt(at);
			if (code === COMMA) this.check('count', ++values);
			else if (code === QUOTE) at = this.passString(at);
			else if ((code | OBJECT_BIT) === OPEN) {
				this.check('depth', ++depth);
				this.check('containers', ++containers);
			} else if ((code | OBJECT_BIT) === CLOSE) depth--;
			if (this.exceeded && !this.countAll) break;
		}
		Object.assign(this, { at, values, depth, containers });
		return at < text.length && (this.countAll || !this.exceeded);
	}

	private check(what: keyof JsonLimits, found: number): void {
		if (found > this.limits[what]) this.exceeded ??= what;
	}

	/** @returns the position of the quote that ends the string */
	private passString(start: number): number {
		const { text } = this;
		const end = endOfString(text, start);
		let next = end + 1;
		while (text.charCodeAt(next) <= SPACE) next++;
		if (text.charCodeAt(next) === COLON) this.name(start, end);
		return end;
	}

	private name(start: number, end: number): void {
		if (end - start - 1 > LONG_NAME && this.isLong(start, end)) {
			this.check('longNames', ++this.longNames);
		}
		if (this.limits.names === Infinity || this.exceeded) return;
		this.seen ??= new Uint8Array(1 << (HASH_BITS - 3));
		const hash = this.hashOf(start, end);
		const bit = 1 << (hash & 7);
		const byte = this.seen[hash >> 3] as number;
		if ((byte & bit) !== 0) return;
		this.seen[hash >> 3] = byte | bit;
		this.check('names', ++this.names);
	}

	private hashOf(start: number, end: number): number {
		let hash = 0;
		for (let at = start + 1; at < end; at++) {
			hash = (Math.imul(hash, 31) + this.text.charCodeAt(at)) | 0;
		}
		hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
		return hash >>> (32 - HASH_BITS);
	}

	/** Escapes make a name shorter than it is written. @throws {SyntaxError} */
	private isLong(start: number, end: number): boolean {
		return (JSON.parse(this.text.slice(start, end + 1)) as string).length > LONG_NAME;
	}
}

/** The position of the quote that ends a string: the next one with an even number of backslashes before it. */
function endOfString(text: string, start: number): number {
	for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
		let backslashes = 0;
		while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes++;
		if (backslashes % 2 === 0) return end;
	}
	return text.length;
}
