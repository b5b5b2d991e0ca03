/** Inserts: Jinjava templates, compiled once into closures and rendered without reach to anything but data. */
import { LRUCache } from 'lru-cache';
import { systemClock, type Clock } from '../clock';
import type { JsonObject } from '../json';
import { locate, positionAt } from './errors';
import { DEFAULT_LIMITS, type Limits } from './runtime/limits';
import { enter, leave } from './runtime/meter';
import { Render } from './runtime/render';
import { readInserts, type Insert } from './syntax/inserts';
import { TemplateCompiler } from './compile/template';
import { tags } from './tags';

export { hasFunction } from './functions';
export type { Insert } from './syntax/inserts';
export { SkipItem, suggestion, TemplateError } from './errors';
export type { Limits } from './runtime/limits';

export interface TemplateOptions {
	/** The parameter that contains the template (`jsonBody`). */
	field: string;
	/** How its form calls it (`JSON`), named in every error; the parameter's name unless given. */
	label?: string;
	/**
	 * The top-level names that a template of this field can know. Any other is an error, unless the template sets
	 * it, gives it a `default` or asks whether it `is defined`. Without roots every name may be read.
	 * The same set for the same kind of field: it is part of the cache's key.
	 */
	roots?: ReadonlySet<string> | undefined;
	/**
	 * Selects the inserts that the host evaluates; all others, and every tag, are Jinjava. None unless given.
	 * The same function for the same rule: it is part of the cache's key.
	 */
	host?: ((insert: Insert) => boolean) | undefined;
}

export interface RenderOptions {
	/** Milliseconds since the Unix epoch, for date filters and `now`; the clock's time unless given. */
	now?: number;
	/** From 0 up to but without 1, for `random` and `shuffle`; `Math.random` unless given. */
	random?: () => number;
	/** Measures the time limit. */
	clock?: Clock;
	/** Bounds that differ from the default. */
	limits?: Partial<Limits>;
	/** Told of each `{{ … }}` that rendered to nothing because its value is missing. */
	onMissing?: (insert: { expression: string; line: number; column: number }) => void;
	/** The text of an insert that the host evaluates, written as it is; null when it has no value. */
	hostValue?: (insert: Insert) => string | null;
	/** Told of each `{{ … }}` that was rendered and what it gave, in loops once for every turn. */
	onInsert?: (insert: RenderedInsert) => void;
}

export interface RenderedInsert {
	/** What stands between the braces. */
	expression: string;
	/** Where that stands, in characters from the start of the template. */
	offset: number;
	/** Whether the host gave the value. */
	isHost: boolean;
	value: string;
}

/** The names a template may read: `customer`, `event`, `automationPathSteps`, `currentStep`, `json`, `context`, … */
export type TemplateContext = JsonObject;

export interface Template {
	/** True when the text contains no insert, tag or comment. */
	readonly isStatic: boolean;
	/** The top-level names of the context that the template reads (`customer`, `event`). */
	readonly references: ReadonlySet<string>;
	/** The inserts that the host evaluates, in the order of the text. */
	readonly hostInserts: readonly Insert[];
	/**
	 * @throws {TemplateError} for a fault of the template
	 * @throws {SkipItem} when `{% customer x %}` or `{% context x %}` names a missing value
	 */
	render(context: TemplateContext, options?: RenderOptions): string;
}

/** Compiled templates, bounded by their source text: about 8 million characters in all. */
const cache = new LRUCache<string, Template>({
	max: 1000,
	maxSize: 8_000_000,
	sizeCalculation: (_template, key) => key.length,
});

/**
 * Compiles a template, or gives the one compiled before from the same text for the same field.
 * @throws {TemplateError} for a fault of its syntax, or a tag, filter or test that does not exist
 */
export function compile(source: string, options: TemplateOptions): Template {
	const { field, label = field } = options;
	const key = `${field}\0${label}\0${identify(options.roots)}\0${identify(options.host)}\0${source}`;
	const known = cache.get(key);
	if (known !== undefined) return known;
	const template = build(source, options);
	cache.set(key, template);
	return template;
}

const identities = new WeakMap<object, number>();
let identified = 0;

/** A number that stands for a set of roots or a rule in the cache's keys. */
function identify(part: object | undefined): number {
	if (part === undefined) return 0;
	let identity = identities.get(part);
	if (identity === undefined) identities.set(part, (identity = identified += 1));
	return identity;
}

/**
 * What each `{{ … }}` of a text is, in order, without compiling the text.
 * @throws {TemplateError} when one is not closed
 */
export function inserts(source: string, { field }: { field: string }): Insert[] {
	try {
		return readInserts(source);
	} catch (error) {
		throw locate(error, source, { field, label: field }, 0);
	}
}

function build(source: string, { field, label = field, ...options }: TemplateOptions): Template {
	const place = { field, label };
	try {
		const compiler = new TemplateCompiler(source, options, tags);
		const execute = compiler.compile();
		const { unit } = compiler;
		return {
			isStatic: compiler.isStatic,
			references: unit.references,
			hostInserts: compiler.hostInserts,
			render(context, options) {
				const settings = options === undefined ? DEFAULT_SETTINGS : settingsOf(source, options);
				const render = new Render(unit, context, settings);
				const outer = enter(render);
				try {
					execute(render);
					return render.out;
				} catch (error) {
					throw locate(error, source, place, render.at);
				} finally {
					leave(outer);
				}
			},
		};
	} catch (error) {
		throw locate(error, source, place, 0);
	}
}

function settingsOf(source: string, options: RenderOptions): Render['settings'] {
	const {
		clock = systemClock,
		random = Math.random,
		limits,
		now,
		onMissing,
		hostValue,
		onInsert,
	} = options;
	return {
		clock,
		now,
		random,
		hostValue,
		limits: limits === undefined ? DEFAULT_LIMITS : { ...DEFAULT_LIMITS, ...limits },
		onMissing:
			onMissing &&
			((offset, length) =>
				onMissing({
					expression: source.slice(offset, offset + length).trim(),
					...positionAt(source, offset),
				})),
		onInsert:
			onInsert &&
			(({ text, offset }, isHost, value) =>
				onInsert({ expression: text.trim(), offset, isHost, value })),
	};
}

const DEFAULT_SETTINGS = settingsOf('', {});
