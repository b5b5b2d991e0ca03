/** The URL of a request: scheme and domain stand literally in the form, path and query may come from data. */
import { TargetError } from '../http/target-policy';
import type { FormReader, ItemScope, Row, TextField } from './fields';

/** Scheme and authority as RFC 3986, section 3, divides a URL, and what ends the authority. */
const LITERAL_START = /^(https?:)\/\/([^/?#\\{}]*)([/?#]|$)/i;

const HINT =
	'Write scheme and domain as plain text, for example https://api.example.com/orders/{{ event.params.id }}.';

/**
 * Renders the URL of one item.
 * @throws {TargetError} when scheme, user or domain are not literal, or data would change them
 */
export function renderUrl(form: FormReader, scope: ItemScope): URL {
	const origin = form.once(scope, literalOrigin);
	const text = form.text('url').render(scope).trim();
	const url = URL.parse(text);
	if (!url) {
		throw new TargetError('The URL cannot be read', {
			code: 'TARGET_INVALID_URL',
			field: 'url',
			hint: HINT,
		});
	}
	if (url.origin !== origin) throw dynamicDomain();
	return url;
}

/** The origin that the form names before the first insert. */
function literalOrigin(form: FormReader): string {
	const raw = form.raw('url');
	const source = typeof raw === 'string' ? (form.isDynamic('url') ? raw.slice(1) : raw).trim() : '';
	if (source === '') {
		throw new TargetError('The URL is empty', {
			code: 'TARGET_INVALID_URL',
			field: 'url',
			hint: HINT,
		});
	}
	const [, scheme, authority] = LITERAL_START.exec(source) ?? [];
	if (scheme === undefined || authority === undefined) throw noLiteralStart(source);
	const url = URL.parse(`${scheme}//${authority}/`);
	if (!url) {
		throw new TargetError(`The URL has no valid domain: "${authority}"`, {
			code: 'TARGET_INVALID_URL',
			field: 'url',
			hint: HINT,
		});
	}
	return url.origin;
}

function noLiteralStart(source: string): TargetError {
	const insert = source.search(/\{[{%#]/);
	const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(source);
	if (insert >= 0 && (insert === 0 || hasScheme)) return dynamicDomain();
	return new TargetError('The URL must begin with https:// and a domain', {
		code: 'TARGET_NOT_HTTPS',
		field: 'url',
		hint: HINT,
	});
}

function dynamicDomain(): TargetError {
	return new TargetError(
		'The scheme and domain of the URL must not come from an insert or expression',
		{ code: 'TARGET_DYNAMIC_DOMAIN', field: 'url', hint: HINT },
	);
}

/** Adds query parameters behind those that the URL has, whose bytes stay as they are. */
export function addQuery(url: URL, rows: Row[], scope: ItemScope): URL {
	const pairs = rows
		.map(({ name, value }): [string, TextField] => [name.render(scope), value])
		.filter(([name]) => name !== '')
		.map(([name, value]): [string, string] => [name, value.render(scope)]);
	if (pairs.length === 0) return url;
	const added = queryText(pairs);
	const result = new URL(url);
	result.search = url.search.length > 1 ? `${url.search}&${added}` : added;
	return result;
}

/**
 * A query in percent-encoding (RFC 3986): a space is `%20`, which every server reads, not the `+` of forms.
 * `$` stays in names, where OData (`$filter`) has it.
 */
export const queryText = (pairs: Array<[name: string, value: string]>): string =>
	pairs.map(([name, value]) => `${encode(name).replaceAll('%24', '$')}=${encode(value)}`).join('&');

/** Everything but unreserved characters; half a surrogate pair, which has no bytes, becomes U+FFFD. */
const encode = (text: string): string =>
	encodeURIComponent(Buffer.from(text, 'utf8').toString('utf8')).replace(
		/[!'()*]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	);
