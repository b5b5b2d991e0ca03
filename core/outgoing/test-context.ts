/** The profile and the event of a test, which stand in for those of a real run. */
import { IntegrationError } from '../errors';
import type { JsonObject, JsonValue } from '../json';
import type { ContextInput } from './context';
import type { FormReader, ItemScope, RenderObserver } from './fields';
import type { InsertRead, TextField } from './item-scope';

export interface TestContext {
	customer?: JsonObject;
	event?: JsonObject;
}

/**
 * The fields `testProfile` and `testEvent`, each JSON text or an object; an empty one means that the item's own is
 * used. They are data: nothing in them is an insert.
 * @throws {IntegrationError} `TEST_CONTEXT_INVALID`, naming the field
 */
export function readTestContext(form: FormReader, scope: ItemScope): TestContext {
	if (form.option('testContext', scope) === INPUT_ITEM) return {};
	const customer = readObject(form, 'testProfile', scope);
	const own = readObject(form, 'testEvent', scope);
	return { ...(customer && { customer }), ...(own && { event: own }) };
}

const INPUT_ITEM = 'inputItem';

/**
 * The one item of the input that a test or preview is for, where the form selects one.
 * @param count how many items the input has
 * @throws {IntegrationError} `TEST_ITEM_INVALID`
 */
export function testItem(form: FormReader, scope: ItemScope, count: number): number | undefined {
	if (form.option('testContext', scope) !== INPUT_ITEM) return undefined;
	const given = form.option('testItemIndex', scope) ?? 0;
	const index = Number(given);
	if (Number.isInteger(index) && index >= 0 && index < count) return index;
	const items = count === 1 ? 'one item, number 0' : `${count} items, from 0 to ${count - 1}`;
	throw new IntegrationError(
		`${form.label('testItemIndex')}: the input has ${count === 0 ? 'no items' : items}`,
		{
			code: 'TEST_ITEM_INVALID',
			field: 'testItemIndex',
			hint:
				count === 0
					? 'Execute or pin the node before this one, or select the context "Own Profile and Event".'
					: `"${String(given)}" is not one of them.`,
		},
	);
}

export const withTestContext = (context: ContextInput, test: TestContext): ContextInput => ({
	...context,
	...test,
});

/** An insert as a preview shows it: where it stands, whose language it is and what it gave. */
export type InsertView = JsonObject & {
	field: string;
	text: string;
	language: InsertRead['language'];
	value: JsonValue;
	/** How many values it had, for an insert in a loop: the first one is shown. */
	times?: number;
};

/** How much of a value is shown, in characters. */
const SHOWN_LENGTH = 1000;

/** Collects what a preview says about the inserts of a request. */
export class RenderNotes implements Required<RenderObserver> {
	private readonly missing = new Map<string, string>();
	private readonly references = new Set<string>();
	private readonly views = new Map<string, InsertView>();

	/** @param label how the form calls the field at a path */
	constructor(private readonly label: (path: string) => string) {}

	onMissing({ field, expression }: { field: string; expression: string }): void {
		this.missing.set(
			`${field}\n${expression}`,
			`${field}: the insert {{ ${expression} }} gave nothing, because its value is missing.`,
		);
	}

	onInsert({ field, text, offset, language, value }: InsertRead): void {
		const key = `${field}\n${offset}`;
		const known = this.views.get(key);
		if (known) known.times = (known.times ?? 1) + 1;
		else this.views.set(key, { field, text, language, value: shown(value) });
	}

	onRead(references: ReadonlySet<string>): void {
		for (const name of references) this.references.add(name);
	}

	/** Every insert that was given a value, in the order in which the fields were read. */
	inserts(): InsertView[] {
		return [...this.views.values()];
	}

	/** One sentence for each insert without a value, and for a test context that no field reads. */
	warnings(test: TestContext): string[] {
		const unused = [
			test.customer && !this.references.has('customer') ? ['testProfile', 'customer'] : [],
			test.event && !this.references.has('event') ? ['testEvent', 'event'] : [],
		].filter((pair): pair is [string, string] => pair.length > 0);
		return [
			...this.missing.values(),
			...unused.map(([path, name]) => `${this.label(path)} is not used: no insert reads ${name}.`),
		];
	}
}

function shown(value: unknown): JsonValue {
	const json = JSON.stringify(value) as string | undefined;
	if (json === undefined) return null;
	const copy = JSON.parse(json) as JsonValue;
	const text = typeof copy === 'string' ? copy : json;
	return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : copy;
}

function readObject(form: FormReader, path: string, scope: ItemScope): JsonObject | undefined {
	const given = form.option(path, scope);
	const field = { path, label: form.label(path) };
	const value = typeof given === 'string' ? parse(field, given) : given;
	if (value === undefined || value === null) return undefined;
	if (typeof value !== 'object' || Array.isArray(value)) {
		throw invalid(field, 'must be a JSON object');
	}
	return Object.keys(value).length === 0 ? undefined : (value as JsonObject);
}

type Named = Pick<TextField, 'path' | 'label'>;

function parse(field: Named, text: string): JsonValue | undefined {
	if (text.trim() === '') return undefined;
	try {
		return JSON.parse(text) as JsonValue;
	} catch (cause) {
		throw invalid(
			field,
			`is not JSON (${cause instanceof Error ? cause.message : 'unknown reason'})`,
			cause,
		);
	}
}

const invalid = ({ path, label }: Named, reason: string, cause?: unknown) =>
	new IntegrationError(`${label}: the text ${reason}`, {
		code: 'TEST_CONTEXT_INVALID',
		field: path,
		hint: 'Write an object such as { "email": "jane@example.com" }, or leave the field empty.',
		cause,
	});
