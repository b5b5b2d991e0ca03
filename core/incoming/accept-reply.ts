/** The reply to an accepted request where the sender insists on one of its own. */
import { IntegrationError } from '../errors';
import type { JsonObject } from '../json';
import { compile, type Template } from '../jinjava';
import type { IncomingItem } from './item';
import type { Reply } from './replies';

/** The setting, as saved. */
export interface AcceptReplyFields {
	status?: unknown;
	contentType?: unknown;
	body?: unknown;
}

export interface AcceptReply {
	status: number;
	contentType: string;
	body: Template;
}

const ROOTS: ReadonlySet<string> = new Set(['event', 'json']);

const invalid = (message: string, hint: string) =>
	new IntegrationError(`Response: ${message}`, {
		code: 'ACCEPT_REPLY_INVALID',
		field: 'response',
		hint,
	});

/**
 * @throws {IntegrationError} `ACCEPT_REPLY_INVALID`
 * @throws {TemplateError} for a fault in the body
 */
export function readAcceptReply({ status, contentType, body }: AcceptReplyFields): AcceptReply {
	const code = Number(status ?? 200);
	if (!Number.isInteger(code) || code < 200 || code > 299) {
		throw invalid(
			`"${String(status)}" is not a valid Status Code`,
			'Enter a number from 200 to 299.',
		);
	}
	const type = String(contentType ?? '').trim() || 'text/plain; charset=utf-8';
	if (!/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+\s*(?:;[\x20-\x7e]*)?$/.test(type)) {
		throw invalid(`"${type}" is not a valid Content Type`, 'Enter for example application/json.');
	}
	const source = String(body ?? '');
	const template = compile(source, { field: 'response', label: 'Response Body', roots: ROOTS });
	return { status: code, contentType: type, body: template };
}

/**
 * The reply to one request; its templates read the item as an Outgoing Integration would.
 * @throws {TemplateError}
 */
export function acceptReply(
	{ status, contentType, body }: AcceptReply,
	{ parameters, ...item }: IncomingItem,
	now: number,
): Reply {
	const context = { event: { params: parameters }, json: { ...item, parameters } };
	const text = body.render(context as unknown as JsonObject, { now });
	// RFC 9110, 15.3.5 and 15.3.6: neither has content.
	const isEmpty = status === 204 || status === 205 || text === '';
	return {
		status,
		headers: isEmpty ? {} : { 'Content-Type': contentType, 'X-Content-Type-Options': 'nosniff' },
		body: isEmpty ? '' : text,
	};
}
