/**
 * An Outgoing Integration from the form to the output item. Each step can be called on its own: `prepare`
 * renders everything of an item and sends nothing, `send` exchanges it with the host, `describe` makes the
 * response event.
 */
import type { Clock } from '../clock';
import type { PreparedRequest } from '../connections/connection';
import type { Mask } from '../connections/mask';
import { IntegrationError } from '../errors';
import { ExchangeError, statusFailure } from './exchange-error';
import type { JsonObject, JsonValue } from '../json';
import { renderAdditionalParameters } from './additional-parameters';
import type { ReadFile } from './body';
import { profileOf, templateContext, type ContextInput } from './context';
import {
	exchange,
	type Connection,
	type Exchange,
	type ExchangeServices,
	type WireOptions,
} from './exchange';
import { toText } from './expressions';
import type { FormReader, ItemScope, RenderObserver } from './fields';
import { hasField } from '../http/header-fields';
import { IDEMPOTENCY_HEADER, idempotencyKey } from './idempotency';
import { readResponseOptions, readWireOptions, type ResponseOptions } from './options';
import { maskContent } from './masked-content';
import { renderRequest } from './request';
import { finishInTurns } from '../steps';
import { readContent, type File } from './response';
import {
	eventName,
	filePointer,
	responseEvent,
	type EventSource,
	type ResponseEvent,
} from './response-event';

/** An item and what surrounds it. */
export interface OutgoingItem {
	index: number;
	context: ContextInput;
}

/** Everything of one item that is known before anything is sent. */
export interface PreparedItem {
	request: PreparedRequest;
	webhookName: string;
	eventName: string;
	/** Whether every item has this event name: its field has no inserts. */
	isEventNameFixed: boolean;
	additional: Array<[string, string]>;
	wire: WireOptions & { hasIdempotencyKey: boolean };
	response: ResponseOptions;
	source: EventSource;
	profile: { clientId: string; uuid: string };
}

export interface PrepareServices {
	clock: Clock;
	readFile: ReadFile;
	/** Names the execution and the run of the node in it; asked only when a key is made from it. */
	runId(): string;
	observer?: RenderObserver | undefined;
	/** What a saved integration is called: its webhook name, unless it has one of its own. */
	integrationName?: string | undefined;
}

/** What a response becomes; `file` goes into the binary property that the event points to. */
export interface Answer {
	event: ResponseEvent;
	response: JsonObject;
	file?: { property: string; content: File };
}

/** The scope in which the fields of an item are rendered; its context is built once, by the first template. */
export function scopeOf(
	{ index, context }: OutgoingItem,
	clock: Clock,
	observer?: RenderObserver,
): ItemScope {
	let withoutSteps: ReturnType<typeof templateContext> | undefined;
	let withSteps: ReturnType<typeof templateContext> | undefined;
	return {
		index,
		observer,
		now: clock.now(),
		context: (references) =>
			references.has('automationPathSteps')
				? (withSteps ??= templateContext(context, references))
				: (withoutSteps ??= templateContext(context, references)),
	};
}

/**
 * Renders and checks all fields of an item.
 * @throws {IntegrationError} naming the field that cannot be used
 * @throws {SkipItem} when a required insert has no value
 */
export async function prepare(
	form: FormReader,
	item: OutgoingItem,
	services: PrepareServices,
): Promise<PreparedItem> {
	const scope = scopeOf(item, services.clock, services.observer);
	// The form has a resource locator; workflows written by hand and saved integrations have a text.
	const namePath = typeof form.raw('eventName') === 'object' ? 'eventName.value' : 'eventName';
	const action = eventName(form.text(namePath), scope);
	const name = webhookName(form, scope, services.integrationName);
	const additional = renderAdditionalParameters(form, scope);
	const request = await renderRequest(form, scope, services.readFile);
	const key = idempotencyKey(form, scope, services.runId);
	if (key !== undefined && !hasField(request.headers, IDEMPOTENCY_HEADER)) {
		request.headers.push([IDEMPOTENCY_HEADER, key]);
	}
	return {
		request,
		webhookName: name,
		eventName: action,
		isEventNameFixed: form.isStatic(namePath),
		additional,
		wire: {
			...readWireOptions(form, scope),
			hasIdempotencyKey: hasField(request.headers, IDEMPOTENCY_HEADER),
		},
		response: readResponseOptions(form, scope),
		source: item.context.currentStep,
		profile: profileOf(item.context),
	};
}

/** @throws {IntegrationError} `WEBHOOK_NAME_MISSING` when the field is empty and nothing takes its place */
function webhookName(form: FormReader, scope: ItemScope, integrationName?: string): string {
	const { path, label, render } = form.text('webhookName');
	if (toText(form.raw('webhookName')).trim() !== '') return render(scope);
	if (integrationName !== undefined) return integrationName;
	throw new IntegrationError(`${label}: it is required and empty`, {
		code: 'WEBHOOK_NAME_MISSING',
		field: path,
		hint: 'Enter the name that the response event shows, such as "Notify complaints team".',
	});
}

/**
 * Sends a prepared item.
 * @throws {ExchangeError} when no response came, or one with an error status where the user wants that to fail
 */
export async function send(
	item: PreparedItem,
	connection: Connection,
	services: ExchangeServices,
): Promise<Exchange> {
	const result = await exchange(item.request, connection, item.wire, services);
	const { response, request, attempts } = result;
	if (!item.response.failOnErrorStatus || response.status < 400) return result;
	const cause = statusFailure(response, item.request.url.host);
	const hint = [cause.hint, result.retryAdvice].filter(Boolean).join(' ');
	throw new ExchangeError(cause, { request, attempts, hint, status: response.status });
}

/**
 * Makes the response event and what is shown of the response.
 * @param mask hides the secrets of the content; the rest of what is shown is masked with the whole item
 * @throws {ExchangeError} for a response that cannot be read in the selected format
 */
export async function describe(
	item: PreparedItem,
	exchanged: Exchange,
	identity: { time: number; eventUUID: string },
	mask: Mask,
): Promise<Answer> {
	try {
		return await describeResponse(item, exchanged, identity, mask);
	} catch (error) {
		if (error instanceof IntegrationError) throw new ExchangeError(error, exchanged);
		throw error;
	}
}

async function describeResponse(
	item: PreparedItem,
	{ response, waits }: Exchange,
	{ time, eventUUID }: { time: number; eventUUID: string },
	mask: Mask,
): Promise<Answer> {
	const { format, fileProperty, full } = item.response;
	const content = await finishInTurns(
		maskContent(await finishInTurns(readContent(response, format)), mask),
	);
	const event = responseEvent(
		{
			action: item.eventName,
			name: item.webhookName,
			status: response.status,
			statusDescription: response.statusText,
			// The address as the user has it: what the connection adds to the query stays out.
			url: item.request.url.href,
			source: item.source,
			profile: item.profile,
			content,
			fileProperty,
			additional: item.additional,
		},
		{ time, eventUUID },
	);
	let body: JsonValue = '';
	if (content.kind === 'file') body = filePointer(content, fileProperty);
	else if (content.kind !== 'empty') body = content.value;
	const shown: JsonObject = full
		? {
				statusCode: response.status,
				statusMessage: response.statusText,
				headers: response.headers,
				body,
			}
		: { statusCode: response.status, body };
	if (waits.length > 0) shown.retries = waits.map((wait) => ({ ...wait }));
	const answer: Answer = { event, response: shown };
	if (content.kind === 'file' && !content.isLeftOut)
		answer.file = { property: fileProperty, content: content.file };
	return answer;
}
