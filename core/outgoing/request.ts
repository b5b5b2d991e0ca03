/** From a form and an item to the request that goes on the wire. */
import type { PreparedRequest } from '../connections/connection';
import { IntegrationError } from '../errors';
import { isMethod, METHODS, type Method } from '../http/methods';
import { renderBody, type ReadFile } from './body';
import type { FormReader, ItemScope } from './fields';
import { renderHeaders } from './headers';
import { boundaryOf, withBoundary } from './multipart';
import { addQuery, renderUrl } from './url';
import { fieldNamed } from '../http/header-fields';

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
	if (!isOn(form, 'sendBody', scope)) return { method, url, headers, body: undefined };
	const type = fieldNamed(headers, 'content-type');
	const body = await renderBody(form, scope, { readFile, boundary: boundaryOf(type?.[1]) });
	if (type === undefined) {
		if (body?.contentType !== undefined) headers.push(['Content-Type', body.contentType]);
	} else if (body?.boundary !== undefined) {
		type[1] = withBoundary(type[1], body.boundary);
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
