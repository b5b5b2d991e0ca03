/** From a form and an item to the request that goes on the wire. */
import type { PreparedRequest } from '../connections/connection';
import { IntegrationError } from '../errors';
import { isMethod, METHODS, type Method } from '../http/methods';
import { renderBody, type ReadFile } from './body';
import type { FormReader, ItemScope } from './fields';
import { hasHeader, renderHeaders } from './headers';
import { addQuery, renderUrl } from './url';

/**
 * Renders every field of the form for one item.
 * @throws {IntegrationError} naming the field that cannot be used
 * @throws {SkipItem} when a required insert has no value
 */
export async function renderRequest(
	form: FormReader,
	scope: ItemScope,
	readFile: ReadFile,
): Promise<PreparedRequest> {
	const method = renderMethod(form, scope);
	const base = renderUrl(form, scope);
	const url = isOn(form, 'sendQuery', scope)
		? addQuery(base, form.rows('queryParameters.parameters'), scope)
		: base;
	const headers = isOn(form, 'sendHeaders', scope)
		? renderHeaders(form.rows('headerParameters.parameters'), scope, url)
		: [];
	const body = isOn(form, 'sendBody', scope) ? await renderBody(form, scope, readFile) : undefined;
	if (body?.contentType !== undefined && !hasHeader(headers, 'content-type')) {
		headers.push(['Content-Type', body.contentType]);
	}
	return { method, url, headers, body: body?.bytes };
}

const isOn = (form: FormReader, path: string, scope: ItemScope): boolean =>
	form.option(path, scope) === true;

function renderMethod(form: FormReader, scope: ItemScope): Method {
	const method = String(form.option('method', scope) ?? 'GET').toUpperCase();
	if (isMethod(method)) return method;
	throw new IntegrationError(`${form.label('method')}: "${method}" is not a supported method`, {
		code: 'METHOD_INVALID',
		field: 'method',
		hint: `Use one of ${METHODS.join(', ')}.`,
	});
}
