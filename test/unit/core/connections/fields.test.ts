import {
	absoluteUrl,
	choice,
	requiredText,
	rows,
	seconds,
	text,
} from '../../../../core/connections/fields';

const invalid = (field: string) =>
	expect.objectContaining({ code: 'CONNECTION_FIELD_INVALID', field }) as Error;

describe('text and requiredText', () => {
	it('gives what was entered, untrimmed, and nothing for an absent field', () => {
		expect(text({ a: ' x ' }, 'a')).toBe(' x ');
		expect(text({ a: 60 }, 'a')).toBe('60');
		expect(text({ a: null }, 'a')).toBe('');
		expect(requiredText({ a: ' x ' }, 'a')).toBe(' x ');
	});

	it('refuses an object and an empty required field', () => {
		expect(() => text({ a: {} }, 'a')).toThrow(invalid('a'));
		expect(() => requiredText({ a: '  ' }, 'a')).toThrow(invalid('a'));
	});
});

describe('an error', () => {
	it.each([
		['clientId', 'Client ID'],
		['tokenUrlParameters', 'Token URL Parameters'],
		['ttl', 'TTL'],
	])('names the field %s as the form does', (field, label) => {
		expect(() => requiredText({}, field)).toThrow(
			expect.objectContaining({
				field,
				message: `Connection field "${label}": must not be empty`,
				hint: 'Open the connection and correct it.',
			}),
		);
	});
});

describe('choice', () => {
	it('gives the choice, or the first one when nothing was chosen', () => {
		expect(choice({ a: 'y' }, 'a', ['x', 'y'])).toBe('y');
		expect(choice({}, 'a', ['x', 'y'])).toBe('x');
	});

	it('refuses anything else', () => {
		expect(() => choice({ a: 'z' }, 'a', ['x', 'y'])).toThrow(invalid('a'));
	});
});

describe('seconds', () => {
	const bounds = { fallback: 60, min: 0, max: 100 };

	it.each([
		['', 60],
		[undefined, 60],
		['0', 0],
		[100, 100],
		[' 5 ', 5],
	])('reads %p as %d', (ttl, expected) => {
		expect(seconds({ ttl }, 'ttl', bounds)).toBe(expected);
	});

	it.each([-1, 101, 1.5, 'soon', 'NaN', Infinity])('refuses %p', (ttl) => {
		expect(() => seconds({ ttl }, 'ttl', bounds)).toThrow(invalid('ttl'));
	});
});

describe('absoluteUrl', () => {
	it('reads an address', () => {
		expect(absoluteUrl(' https://example.com/a ', 'url').href).toBe('https://example.com/a');
	});

	it.each(['example.com/token', 'ftp://example.com', 'https://', ''])('refuses %p', (url) => {
		expect(() => absoluteUrl(url, 'url')).toThrow(invalid('url'));
	});
});

describe('rows', () => {
	const columns = ['name', 'value'] as const;

	it('reads rows and leaves out those without any entry', () => {
		const headers = { rows: [{ name: 'a', value: '1' }, { name: '', value: '' }, {}] };
		expect(rows({ headers }, 'headers', columns)).toEqual([{ name: 'a', value: '1' }]);
	});

	it.each([undefined, null, '', {}, { rows: [] }])('reads %p as no rows', (headers) => {
		expect(rows({ headers }, 'headers', columns)).toEqual([]);
	});

	it('refuses a row without a name, saying which', () => {
		const headers = { rows: [{ name: 'a', value: '1' }, { value: '2' }] };
		expect(() => rows({ headers }, 'headers', columns)).toThrow('row 2 has no name');
	});

	it('refuses what is no list', () => {
		expect(() => rows({ headers: { rows: 'x' } }, 'headers', columns)).toThrow(invalid('headers'));
	});
});
