import { proxyHostRule } from '../../../../core/http/proxy-hosts';

describe('proxyHostRule', () => {
	it.each([
		[undefined, 'any.example', true],
		['', 'any.example', true],
		['a.example, *.b.example', 'a.example', true],
		['a.example, *.b.example', 'x.b.example', true],
		['a.example, *.b.example', 'c.example', false],
	])('%s lets %s through: %s', (list, host, isAllowed) => {
		expect(proxyHostRule(list)(new URL(`https://${host}/`)) === undefined).toBe(isAllowed);
	});
});
