import { environmentProxy, parseProxy } from '../../../../core/http/proxy';

const settings = { httpProxy: 'http://plain.example:1', httpsProxy: 'http://secure.example:2' };

describe('environmentProxy', () => {
	it('chooses by the scheme of the target', () => {
		expect(environmentProxy(new URL('https://a.example/'), settings)).toBe(settings.httpsProxy);
		expect(environmentProxy(new URL('http://a.example/'), settings)).toBe(settings.httpProxy);
		expect(environmentProxy(new URL('https://a.example/'), {})).toBeUndefined();
	});

	it.each([
		'*',
		'a.example',
		'.example',
		'*.example',
		'A.EXAMPLE',
		'x, a.example:443',
		'x a.example',
	])('goes directly when NO_PROXY is %s', (noProxy) => {
		expect(
			environmentProxy(new URL('https://a.example/'), { ...settings, noProxy }),
		).toBeUndefined();
	});

	it.each(['', 'b.example', 'a.example:8443', 'ample', 'sub.a.example'])(
		'goes through the proxy when NO_PROXY is "%s"',
		(noProxy) => {
			expect(
				environmentProxy(new URL('https://a.example/'), { ...settings, noProxy }),
			).toBeDefined();
		},
	);
});

describe('NO_PROXY', () => {
	const isDirect = (url: string, noProxy: string) =>
		environmentProxy(new URL(url), { ...settings, noProxy }) === undefined;

	it.each([
		['https://10.1.2.3/', '10.0.0.0/8'],
		['https://10.1.2.3:8443/', '10.1.2.3:8443'],
		['https://10.1.2.3/', '10.1.2.3'],
		['https://[fd00::1]/', 'fd00::/8'],
		['https://[::1]:8443/', '[::1]:8443'],
		['https://[::1]/', '::1'],
		['http://sub.a.example:8080/', '.a.example:8080'],
		['https://a.example./', 'a.example'],
	])('lets %s go directly for %s', (url, noProxy) => {
		expect(isDirect(url, noProxy)).toBe(true);
	});

	it.each([
		['https://11.1.2.3/', '10.0.0.0/8'],
		['https://a.example/', '0.0.0.0/0'],
		['https://10.1.2.3/', '1.2.3'],
		['https://10.1.2.3/', '10.1.2.3:8443'],
		['https://[::2]/', '::1'],
		['https://10.1.2.3/', '10.0.0.0/99, /8, ::/0, .'],
		['http://a.example:8080/', 'a.example:80'],
	])('sends %s through the proxy for %s', (url, noProxy) => {
		expect(isDirect(url, noProxy)).toBe(false);
	});
});

describe('parseProxy', () => {
	it.each([
		['proxy.example:3128', 'http://proxy.example:3128/'],
		['http://u:p@proxy.example', 'http://u:p@proxy.example/'],
		['https://proxy.example:8443', 'https://proxy.example:8443/'],
	])('reads %s', (text, url) => expect(parseProxy(text)).toBe(url));

	it.each(['socks5://proxy.example', 'http://', ':::'])('refuses %s', (text) => {
		expect(() => parseProxy(text)).toThrow('must be an http:// or https:// URL');
	});
});
