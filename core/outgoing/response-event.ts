/** The event that every answer gives, in the shape of Synerise's `webhook.response`. */
import { IntegrationError } from '../errors';
import type { JsonObject, JsonValue } from '../json';
import type { ItemScope, TextField } from './item-scope';
import { flatten } from '../parameters/flatten';
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
}

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
	/** The binary property that holds a file. */
	fileProperty: string;
	additional: Array<[string, string]>;
}

export const DEFAULT_EVENT_NAME = 'webhook.response';

/**
 * The name of the event; nothing but spaces means the default.
 * @throws {IntegrationError} `EVENT_NAME_INVALID`
 */
export function eventName({ path, label, render }: TextField, scope: ItemScope): string {
	const name = render(scope).trim();
	if (name === '') return DEFAULT_EVENT_NAME;
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
	return {
		action: input.action,
		eventUUID,
		time,
		params: {
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
			...bodyParameters(input.content, input.fileProperty),
			...Object.fromEntries(input.additional),
		},
	};
}

function bodyParameters(content: MaskedContent, fileProperty: string): JsonObject {
	switch (content.kind) {
		case 'json':
			return flatten(content.value, { prefix: 'body' });
		case 'text':
			return { body: content.value };
		case 'empty':
			return { body: '' };
		case 'file':
			return flatten(filePointer(content, fileProperty), { prefix: 'body' });
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
