/** The profile and the event of a test, which stand in for those of a real run. */
import { IntegrationError } from '../errors';
import type { JsonObject, JsonValue } from '../json';
import type { ContextInput } from './context';
import type { RenderObserver } from './fields';

export interface TestContext {
	customer?: JsonObject;
	event?: JsonObject;
}

/**
 * @param profile the parameter `testProfile`, JSON text or an object; empty means that the item's own is used
 * @param event the parameter `testEvent`, likewise
 * @throws {IntegrationError} `TEST_CONTEXT_INVALID`, naming the field
 */
export function readTestContext(profile: unknown, event: unknown): TestContext {
	const customer = readObject('testProfile', profile);
	const own = readObject('testEvent', event);
	return { ...(customer && { customer }), ...(own && { event: own }) };
}

export const withTestContext = (context: ContextInput, test: TestContext): ContextInput => ({
	...context,
	...test,
});

/** Collects what a preview says about the templates of a request. */
export class RenderNotes implements Required<RenderObserver> {
	private readonly missing = new Map<string, string>();
	private readonly references = new Set<string>();

	onMissing({ field, expression }: { field: string; expression: string }): void {
		this.missing.set(
			`${field}\n${expression}`,
			`${field}: the insert {{ ${expression} }} rendered to nothing, because its value is missing.`,
		);
	}

	onRead(references: ReadonlySet<string>): void {
		for (const name of references) this.references.add(name);
	}

	/** One sentence for each insert without a value, and for a test context that no field reads. */
	warnings(test: TestContext): string[] {
		const unused = [
			test.customer && !this.references.has('customer') ? ['testProfile', 'customer'] : [],
			test.event && !this.references.has('event') ? ['testEvent', 'event'] : [],
		].filter(([field]) => field !== undefined);
		return [
			...this.missing.values(),
			...unused.map(([field, name]) => `${field} is not used: no insert reads ${name}.`),
		];
	}
}

function readObject(field: string, given: unknown): JsonObject | undefined {
	const value = typeof given === 'string' ? parse(field, given) : given;
	if (value === undefined || value === null) return undefined;
	if (typeof value !== 'object' || Array.isArray(value)) {
		throw invalid(field, 'must be a JSON object');
	}
	return Object.keys(value).length === 0 ? undefined : (value as JsonObject);
}

function parse(field: string, text: string): JsonValue | undefined {
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

const invalid = (field: string, reason: string, cause?: unknown) =>
	new IntegrationError(`${field}: the text ${reason}`, {
		code: 'TEST_CONTEXT_INVALID',
		field,
		hint: 'Write an object such as { "email": "jane@example.com" }, or leave the field empty.',
		cause,
	});
