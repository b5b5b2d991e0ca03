import type { HttpRequest } from '../../../../core/http/client';
import { followRedirect, redirectTarget } from '../../../../core/http/redirect';

const request = (method: string, extra: Partial<HttpRequest> = {}): HttpRequest => ({
	method,
	url: new URL('https://a.example/start'),
	headers: [
		['Authorization', 'Bearer x'],
		['Cookie', 'a=b'],
		['X-Api-Key', 'k'],
		['X-Own', 'v'],
		['Accept', 'text/plain'],
		['Content-Type', 'application/json'],
	],
	body: Buffer.from('{}'),
	timeoutMs: 1,
	maxResponseBytes: 1,
	redirect: { follow: true, max: 1 },
	...extra,
});

const names = ({ headers }: HttpRequest) => headers.map(([name]) => name);

describe('redirectTarget', () => {
	const from = new URL('https://a.example/dir/page#part');
	it.each([
		[302, '/other', 'https://a.example/other#part'],
		[301, 'next?x=1', 'https://a.example/dir/next?x=1#part'],
		[307, '//b.example/', 'https://b.example/#part'],
		[308, 'https://b.example/#own', 'https://b.example/#own'],
		// One character for each byte: UTF-8, ISO-8859-1, and what is encoded already.
		[302, '/caf\xc3\xa9?q=\xc3\xa9', 'https://a.example/caf%C3%A9?q=%C3%A9#part'],
		[302, '/caf\xe9', 'https://a.example/caf%E9#part'],
		[302, '/caf%C3%A9', 'https://a.example/caf%C3%A9#part'],
		[302, 'https://b\xc3\xbccher.example/', 'https://xn--bcher-kva.example/#part'],
	])('%d %s leads to %s', (status, location, target) => {
		expect(redirectTarget(status, location, from)?.href).toBe(target);
	});
	it.each([
		[200, '/x'],
		[300, '/x'],
		[304, '/x'],
		[302, undefined],
		[302, 'https://[bad'],
	])('%d %s leads nowhere', (status, location) => {
		expect(redirectTarget(status, location, from)).toBeUndefined();
	});
});

describe('followRedirect with a secret in the body', () => {
	const first = request('POST', {
		body: Buffer.from('{"key":"the-token"}'),
		isSensitive: (value) => value.includes('the-token'),
	});

	it.each([307, 308])('goes to no other host upon %d', (status) => {
		expect(() => followRedirect(first, status, new URL('https://b.example/'))).toThrow(
			'a.example redirects to b.example, and the body contains the connection’s secret',
		);
		expect(followRedirect(first, status, new URL('https://a.example/next')).body).toBe(first.body);
		const other = { ...first, body: Buffer.from('{}') };
		expect(followRedirect(other, status, new URL('https://b.example/')).body).toBe(other.body);
	});

	it.each([301, 302, 303])('goes without the body upon %d', (status) => {
		const next = followRedirect(first, status, new URL('https://b.example/'));
		expect(next).toMatchObject({ method: 'GET', body: undefined });
	});
});

describe('followRedirect to another host', () => {
	it('drops a header by its value, whatever its name is', () => {
		const first = request('GET', {
			headers: [
				['X-Debug', 'Bearer the-token'],
				['X-Own', 'v'],
			],
			isSensitive: (value) => value.includes('the-token'),
		});
		expect(names(followRedirect(first, 302, new URL('https://b.example/')))).toEqual(['X-Own']);
		expect(names(followRedirect(first, 302, new URL('https://a.example/next')))).toEqual([
			'X-Debug',
			'X-Own',
		]);
	});
});

describe('followRedirect', () => {
	const same = new URL('https://a.example/next');
	const other = new URL('https://b.example/next');

	it.each([
		['POST', 301, 'GET'],
		['POST', 302, 'GET'],
		['POST', 303, 'GET'],
		['PUT', 301, 'PUT'],
		['PUT', 303, 'GET'],
		['HEAD', 303, 'HEAD'],
		['POST', 307, 'POST'],
		['POST', 308, 'POST'],
		['GET', 302, 'GET'],
	])('turns %s on %d into %s', (method, status, expected) => {
		const next = followRedirect(request(method), status, same);
		expect(next.method).toBe(expected);
		const dropped = expected === 'GET' && method !== 'GET';
		expect(next.body === undefined).toBe(dropped);
		expect(names(next).includes('Content-Type')).toBe(!dropped);
	});

	it('keeps credentials on the same origin', () => {
		expect(names(followRedirect(request('GET'), 302, same))).toEqual(names(request('GET')));
	});

	it.each([other, new URL('https://a.example:444/'), new URL('http://a.example/')])(
		'drops credentials on the way to %s',
		(target) => {
			const next = followRedirect(request('GET', { sensitiveHeaders: ['x-own'] }), 302, target);
			expect(names(next)).toEqual(['Accept', 'Content-Type']);
		},
	);
});
