/** The event that every response gives, in the shape of Synerise's `webhook.response`. */
import { IntegrationError } from '../errors';
import type { JsonObject, JsonValue } from '../json';
import { flatten, flattenWithin, type FlattenLimits } from '../parameters/flatten';
import type { ItemScope, TextField } from './item-scope';
import type { MaskedContent } from './masked-content';

/** Where an event comes from: the workflow and its node. */
export interface EventSource {
	diagramId: string;
	diagramName: string;
	blockId: string;
	blockName: string;
}

export interface ResponseEvent {
	action: string;
	eventUUID: string;
	/** Milliseconds since the Unix epoch. */
	time: number;
	params: JsonObject;
	/** How many values of the body have no parameter: they are in `response.body` alone. Absent when all have one. */
	truncated?: { parameters: number };
}

/** What an event takes of a body; a receiver must not decide how much that costs. */
export const EVENT_LIMITS: FlattenLimits = {
	depth: 100,
	count: 10_000,
	length: 4 * 1024 * 1024,
	longNames: 16,
};

export interface EventInput {
	/** The parameter `eventName`. */
	action: string;
	/** The parameter `webhookName`. */
	name: string;
	status: number;
	statusDescription: string;
	/** The address of the request without anything secret. */
	url: string;
	source: EventSource;
	/** The profile in whose context the request was sent. */
	profile: { clientId: string; uuid: string };
	content: MaskedContent;
	/** The binary property that contains a file. */
	fileProperty: string;
	additional: Array<[string, string]>;
}

export const DEFAULT_EVENT_NAME = 'webhook.response';

/**
 * The name of the event; nothing but spaces means the default.
 * @throws {IntegrationError} `EVENT_NAME_INVALID`
 */
export function eventName(field: TextField, scope: ItemScope): string {
	const name = field.render(scope).trim();
	return name === '' ? DEFAULT_EVENT_NAME : checkEventName(name, field);
}

/**
 * @returns the name, when an event can be called by it
 * @throws {IntegrationError} `EVENT_NAME_INVALID`
 */
export function checkEventName(name: string, { path, label }: Pick<TextField, 'path' | 'label'>) {
	if (/^[A-Za-z0-9._-]{2,32}$/.test(name)) return name;
	throw new IntegrationError(`${label}: "${name.slice(0, 40)}" is not a valid event name`, {
		code: 'EVENT_NAME_INVALID',
		field: path,
		hint: 'Use 2 to 32 letters, digits, hyphens, underscores and dots.',
	});
}

export function responseEvent(
	input: EventInput,
	{ time, eventUUID }: { time: number; eventUUID: string },
): ResponseEvent {
	const { source, profile } = input;
	const params: JsonObject = {
		name: input.name,
		status: input.status,
		statusDescription: input.statusDescription,
		'req.url': input.url,
		diagramId: source.diagramId,
		diagramName: source.diagramName,
		blockId: source.blockId,
		blockName: source.blockName,
		clientId: profile.clientId,
		uuid: profile.uuid,
	};
	const omitted = addBody(params, input.content, input.fileProperty);
	for (const [name, value] of input.additional) params[name] = value;
	return {
		action: input.action,
		eventUUID,
		time,
		params,
		...(omitted > 0 && { truncated: { parameters: omitted } }),
	};
}

/** @returns how many values of the body have no parameter */
function addBody(params: JsonObject, content: MaskedContent, fileProperty: string): number {
	const prefix = 'body';
	switch (content.kind) {
		case 'json':
			return flattenWithin(content.value, { prefix, omitBeyond: EVENT_LIMITS, into: params })
				.omitted;
		case 'text':
			params[prefix] = content.value;
			return content.values ?? 0;
		case 'empty':
			params[prefix] = '';
			return 0;
		case 'file':
			Object.assign(params, flatten(filePointer(content, fileProperty), { prefix }));
			return 0;
	}
}

/** Says where n8n keeps a file; the bytes themselves do not belong into an event. */
export function filePointer(
	{ file, size, note, isLeftOut }: Extract<MaskedContent, { kind: 'file' }>,
	binary: string,
): Record<string, JsonValue> {
	return {
		...(!isLeftOut && { binary }),
		mimeType: file.mimeType,
		fileSize: size,
		...(file.fileName !== undefined && { fileName: file.fileName }),
		...(note !== undefined && { note }),
	};
}
