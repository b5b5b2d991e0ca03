import { addQuery, renderUrl } from '../../../../core/outgoing/url';
import { fixedForm, formOf, rows, scopeWith } from './render';

const render = (url: string, result?: unknown, json = {}) =>
	renderUrl(formOf({ url }, { url: result, '{{ $json.id }}': result }), scopeWith(json)).href;

const code = (url: string, result?: unknown, json = {}) => {
	try {
		return render(url, result, json);
	} catch (error) {
		return (error as { code: string }).code;
	}
};

describe('renderUrl', () => {
	it.each([
		['https://example.com', {}, 'https://example.com/'],
		['  https://Example.COM/a b ', {}, 'https://example.com/a%20b'],
		['https://example.com/{{ json.id }}', { id: 'x/y?z' }, 'https://example.com/x/y?z'],
		[
			'https://example.com/{{ json.id | urlencode }}',
			{ id: 'x/y?z' },
			'https://example.com/x%2Fy%3Fz',
		],
		['https://example.com?q={{ json.q }}', { q: 'ä "' }, 'https://example.com/?q=%C3%A4%20%22'],
		['https://example.com#{{ json.q }}', { q: '1' }, 'https://example.com/#1'],
		['https://example.com:8443/{# note #}x', {}, 'https://example.com:8443/x'],
		['http://localhost/{{ json.id }}', { id: '@evil.example/' }, 'http://localhost/@evil.example/'],
		['https://user:p@example.com/', {}, 'https://user:p@example.com/'],
	])('renders %s', (url, json, href) => expect(render(url, undefined, json)).toBe(href));

	it('takes an expression behind a literal domain', () => {
		expect(render('=https://example.com/{{ $json.id }}', 7)).toBe('https://example.com/7');
	});

	it('never renders what an expression gave', () => {
		expect(render('=https://example.com/{{ $json.id }}', '{{ 1+1 }}')).toBe(
			'https://example.com/%7B%7B%201+1%20%7D%7D',
		);
	});

	it.each([
		['{{ json.url }}'],
		['{{ json.scheme }}://example.com/'],
		['https://{{ json.host }}/'],
		['https://example.com{{ json.x }}'],
		['https://example.{{ json.tld }}/'],
		['https://{% if true %}example.com{% endif %}/'],
		['https://example.com:{{ json.port }}/'],
		['https://{{ json.user }}@example.com/'],
		['https://example.com{# note #}/'],
		['https:{{ json.rest }}'],
	])('refuses %s', (url) => {
		expect(['TARGET_DYNAMIC_DOMAIN', 'TARGET_NOT_HTTPS']).toContain(code(url));
	});

	it.each([
		['={{ $json.url }}', 'https://example.com/'],
		["={{ 'https://example.com/' + $json.id }}", 'https://example.com/1'],
		['=https://{{ $json.host }}/', 'https://example.com/'],
		['=https://example.com{{ $json.x }}', 'https://example.com/'],
	])('refuses the expression %s', (url, result) => {
		expect(code(url, result)).toBe('TARGET_DYNAMIC_DOMAIN');
	});

	it.each(['@evil.example/', '//evil.example/', ':444/', '../../..', '\\\\evil.example'])(
		'keeps the domain whatever an expression gives, such as %s',
		(value) => {
			expect(code('=https://example.com/{{ $json.id }}', value)).toMatch(
				/^https:\/\/example\.com\//,
			);
		},
	);

	it.each([
		['', 'TARGET_INVALID_URL'],
		['https://exa mple.com/', 'TARGET_INVALID_URL'],
		['https:///path', 'TARGET_INVALID_URL'],
		['example.com/path', 'TARGET_NOT_HTTPS'],
		['//example.com/', 'TARGET_NOT_HTTPS'],
		['ftp://example.com/', 'TARGET_NOT_HTTPS'],
		['https:\\\\example.com/', 'TARGET_NOT_HTTPS'],
	])('refuses "%s" with %s', (url, expected) => expect(code(url)).toBe(expected));

	it('takes a leading = of a saved integration as text', () => {
		expect(() => renderUrl(fixedForm({ url: '=https://example.com/' }), scopeWith())).toThrow(
			'begin with https',
		);
	});

	it('cannot be led to another host by data with control characters', () => {
		for (const id of [
			'\t//evil.example',
			'\\\\evil.example',
			'\n@evil.example',
			'../../..//evil.example',
		]) {
			expect(new URL(render('https://example.com/{{ json.id }}', undefined, { id })).host).toBe(
				'example.com',
			);
		}
	});
});

describe('addQuery', () => {
	const add = (url: string, ...pairs: Array<[string, unknown]>) =>
		addQuery(
			new URL(url),
			formOf({ queryParameters: rows(...pairs) }).rows('queryParameters.parameters'),
			scopeWith({ a: 'ä&b' }),
		).href;

	it('encodes and keeps what is there', () => {
		expect(add('https://example.com/?x=%20+1', ['a', '{{ json.a }}'], ['', 'no'], ['a', ''])).toBe(
			'https://example.com/?x=%20+1&a=%C3%A4%26b&a=',
		);
		expect(add('https://example.com/?#f', ['a', 'b'])).toBe('https://example.com/?a=b#f');
		expect(add('https://example.com/?')).toBe('https://example.com/?');
	});
});
