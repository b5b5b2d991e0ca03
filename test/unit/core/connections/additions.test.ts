import {
	add,
	carries,
	checkedHeader,
	masked,
	overrides,
	type Additions,
} from '../../../../core/connections/additions';
import { preparedRequest } from '../../../fixtures/connection-requests';

const request = preparedRequest({
	url: new URL('https://api.example.com/a?x=%5B1%5D&key=mine&q=a+b'),
	headers: [
		['AUTHORIZATION', 'mine'],
		['Accept', 'text/plain'],
	],
});
const additions: Additions = {
	headers: [['Authorization', 'Bearer token']],
	urlParameters: [['key', 'a b&c']],
};

describe('add', () => {
	const added = add(request, additions);

	it('replaces a header of the same name in any letter case', () => {
		expect(added.headers).toEqual([
			['Accept', 'text/plain'],
			['Authorization', 'Bearer token'],
		]);
	});

	it('replaces a URL parameter of the same name and leaves the others as they were written', () => {
		expect(added.url.href).toBe('https://api.example.com/a?x=%5B1%5D&q=a+b&key=a%20b%26c');
	});

	it('does not change the request it was given', () => {
		expect(request.url.search).toBe('?x=%5B1%5D&key=mine&q=a+b');
		expect(request.headers[0]).toEqual(['AUTHORIZATION', 'mine']);
	});

	it('finds a parameter whose name is percent-encoded', () => {
		const url = new URL('https://api.example.com/?k%65y=mine&key=too');
		expect(add(preparedRequest({ url }), additions).url.search).toBe('?key=a%20b%26c');
	});

	it('keeps the query byte for byte when it adds none', () => {
		const url = new URL('https://api.example.com/?a=1&&b&c=%7e');
		const { search } = add(preparedRequest({ url }), { headers: [], urlParameters: [] }).url;
		expect(search).toBe('?a=1&&b&c=%7e');
	});

	it('is recognised in the request that carries it and in no other', () => {
		expect(carries(added, additions)).toBe(true);
		expect(carries(request, additions)).toBe(false);
		expect(carries({ ...added, url: request.url }, additions)).toBe(false);
	});
});

describe('overrides', () => {
	it('lists what the connection replaced', () => {
		expect(overrides(request, add(request, additions))).toEqual([
			{ kind: 'header', name: 'AUTHORIZATION' },
			{ kind: 'urlParameter', name: 'key' },
		]);
	});

	it('lists nothing that stayed or was set to the same value', () => {
		const same: Additions = { headers: [['accept', 'text/plain']], urlParameters: [] };
		expect(overrides(request, add(request, same))).toEqual([]);
	});
});

describe('masked', () => {
	it('hides values and keeps names and the scheme', () => {
		expect(masked(additions)).toEqual({
			headers: [['Authorization', 'Bearer *****']],
			urlParameters: [['key', '*****']],
		});
	});

	it('shows what it is told to show', () => {
		expect(masked(additions, ['key']).urlParameters).toEqual([['key', 'a b&c']]);
	});
});

describe('checkedHeader', () => {
	it('drops blanks and line ends around name and value', () => {
		expect(checkedHeader(' X-Key ', ' abc\n', 'headers')).toEqual(['X-Key', 'abc']);
	});

	it.each([
		['a name with a blank', 'X Key', 'abc'],
		['an empty name', '', 'abc'],
		['a line break in the value', 'X-Key', 'abc\r\nX-Other: 1'],
		['a control character', 'X-Key', 'a\u0000b'],
	])('refuses %s, naming the field but not the value', (_what, name, value) => {
		expect(() => checkedHeader(name, value, 'headers')).toThrow(
			expect.objectContaining({
				code: 'CONNECTION_FIELD_INVALID',
				field: 'headers',
				message: expect.not.stringContaining('abc') as string,
			}),
		);
	});

	it.each(['Host', 'content-length', 'Transfer-Encoding', 'CONNECTION', 'Expect', 'Upgrade', 'TE'])(
		'refuses the field %s, which belongs to the HTTP connection',
		(name) => {
			expect(() => checkedHeader(name, 'api.example.com', 'headers')).toThrow(
				`Connection field "Headers": the header "${name}" cannot be set`,
			);
		},
	);
});
