/** The header fields that a user may set. */
import { validateHeaderName } from 'node:http';
import { IntegrationError } from '../errors';
import type { HeaderList } from '../http/client';
import { CONNECTION_FIELDS } from '../http/connection-fields';
import { checkHeaderValue } from '../http/header-value';
import type { ItemScope, Row, TextField } from './fields';

/**
 * Renders the rows of the form; rows without a name and fields of the connection are left out.
 * @throws {IntegrationError} `HEADER_INVALID` for what cannot go on the wire, `HEADER_HOST` for another host
 */
export function renderHeaders(rows: Row[], scope: ItemScope, url: URL): HeaderList {
	const headers: HeaderList = [];
	for (const row of rows) {
		const name = row.name.render(scope).trim();
		const lowerName = name.toLowerCase();
		if (name === '' || CONNECTION_FIELDS.has(lowerName)) continue;
		const value = row.value.render(scope).trim();
		if (lowerName === 'host') {
			checkHost(value, url, row.value);
			continue;
		}
		checkField(name, value, row);
		headers.push([name, value]);
	}
	return headers;
}

function checkField(name: string, value: string, row: Row): void {
	try {
		validateHeaderName(name);
	} catch (cause) {
		throw invalid(row.name, `"${name}" is not a valid header name`, cause);
	}
	try {
		checkHeaderValue(name, value);
	} catch (cause) {
		throw invalid(
			row.value,
			`the value of "${name}" contains a line break or another control character`,
			cause,
		);
	}
}

function invalid({ path, label }: TextField, reason: string, cause: unknown): IntegrationError {
	return new IntegrationError(`${label}: ${reason}`, {
		code: 'HEADER_INVALID',
		field: path,
		hint: 'Correct the header, or encode the value, for example with | urlencode.',
		cause,
	});
}

/** Another Host field would reach another site behind the same address, past the literal domain. */
function checkHost(value: string, url: URL, { path, label }: TextField): void {
	if (value.toLowerCase() === url.host || value.toLowerCase() === url.hostname) return;
	throw new IntegrationError(`${label}: the header "Host" must be the domain of the URL`, {
		code: 'HEADER_HOST',
		field: path,
		hint: 'Remove the header "Host"; it is sent by itself.',
	});
}
