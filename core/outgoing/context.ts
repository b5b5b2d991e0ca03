/** What the templates of an item may read. */
import type { TemplateContext } from '../jinjava';
import type { JsonObject, JsonValue } from '../json';
import type { EventSource } from './response-event';

export interface ContextInput {
	/** The item's JSON. */
	json: JsonObject;
	/** Workflow and node, and what else is known about this step. */
	currentStep: EventSource & JsonObject;
	/** The form fields of a saved integration. */
	formFields?: JsonObject;
	/** Replaces the item's profile (a test profile). */
	customer?: JsonObject;
	/** Replaces the item's event ("Define own event"). */
	event?: JsonObject;
	/** The names of the steps before this one, and how to read what a step had for this item. */
	previousSteps?: { names(): string[]; read(name: string): JsonObject | undefined };
}

/** The names that a template may read. */
export const TEMPLATE_ROOTS: ReadonlySet<string> = new Set([
	'json',
	'customer',
	'event',
	'currentStep',
	'context',
	'automationPathSteps',
]);

/** Builds the context that a template with these references needs; earlier steps are read only when one is named. */
export function templateContext(
	input: ContextInput,
	references: ReadonlySet<string>,
): TemplateContext {
	const { json, currentStep } = input;
	return {
		json,
		customer: input.customer ?? asObject(json.customer) ?? {},
		event: input.event ?? eventOf(json),
		currentStep,
		context: input.formFields ?? {},
		automationPathSteps: references.has('automationPathSteps') ? stepsOf(input) : {},
	};
}

/** The profile that the response event belongs to, as far as the context names it. */
export function profileOf(input: ContextInput): { clientId: string; uuid: string } {
	const customer = input.customer ?? asObject(input.json.customer) ?? {};
	const firstText = (...values: Array<JsonValue | undefined>) =>
		values.map((value) => identifier(value)).find((text) => text !== '') ?? '';
	return {
		clientId: firstText(customer.clientId, customer.id, input.json.clientId),
		uuid: firstText(customer.uuid, input.json.uuid),
	};
}

/**
 * The event that an item stands for: its own `event`, or one built from an Incoming Integration item, whose
 * flattened parameters are the event's parameters. A header is read as `event.params['header:x-source']`.
 */
export function eventOf(json: JsonObject): JsonObject {
	const own = asObject(json.event);
	if (own) return own;
	const params = asObject(json.parameters);
	if (!params) return {};
	const integration = asObject(json.integration) ?? {};
	return {
		action: integration.name ?? '',
		...(typeof integration.receivedAt === 'string' && {
			createDate: Date.parse(integration.receivedAt),
		}),
		params: withHeaders(params, asObject(json.headers) ?? {}),
	};
}

/**
 * The parameters, and each header by its name. Headers can be read but are not listed, so that parameters sent on as a
 * whole contain no token of the sender.
 */
function withHeaders(params: JsonObject, headers: JsonObject): JsonObject {
	const all = { ...params };
	for (const [name, value] of Object.entries(headers)) {
		const key = `header:${name.toLowerCase()}`;
		if (!Object.hasOwn(all, key)) Object.defineProperty(all, key, { value });
	}
	return all;
}

/**
 * The steps by their names. Each is read when a template names it, so that a workflow of many nodes costs
 * nothing; a getter would not do, because templates never run one.
 */
function stepsOf({ previousSteps }: ContextInput): JsonObject {
	const steps = new Map<string, JsonObject | undefined>();
	for (const name of previousSteps?.names() ?? []) steps.set(name, undefined);
	const read = (name: string): JsonObject => {
		const step = steps.get(name) ?? stepOf(previousSteps?.read(name) ?? {});
		steps.set(name, step);
		return step;
	};
	return new Proxy<JsonObject>(
		{},
		{
			ownKeys: () => [...steps.keys()],
			get: (_, name) => (steps.has(String(name)) ? read(String(name)) : undefined),
			getOwnPropertyDescriptor: (_, name) =>
				steps.has(String(name))
					? { value: read(String(name)), enumerable: true, configurable: true }
					: undefined,
		},
	);
}

const stepOf = (json: JsonObject): JsonObject => ({ ...json, json, event: eventOf(json) });

const asObject = (value: JsonValue | undefined): JsonObject | undefined =>
	typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;

const identifier = (value: JsonValue | undefined): string =>
	['string', 'number', 'bigint'].includes(typeof value) ? String(value) : '';
