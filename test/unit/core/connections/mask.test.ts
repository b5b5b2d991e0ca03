import type { JsonValue } from '../../../../core/json';
import { createMask } from '../../../../core/connections/mask';
import { PORTION } from '../../../../core/steps';

const SECRET = 'p@ss/w"örd+=&';
const mask = createMask([SECRET]);

describe('createMask', () => {
	it.each([
		['as it is', SECRET],
		['percent-encoded', encodeURIComponent(SECRET)],
		['percent-encoded in lower case', encodeURIComponent(SECRET).toLowerCase()],
		['form-encoded', new URLSearchParams({ '': SECRET }).toString().slice(1)],
		['in JSON', JSON.stringify(SECRET).slice(1, -1)],
		['in JSON with escaped slashes', JSON.stringify(SECRET).slice(1, -1).replace('/', '\\/')],
		['in JSON inside JSON', JSON.stringify(JSON.stringify(SECRET)).slice(3, -3)],
		['in Base64', Buffer.from(SECRET).toString('base64')],
		['in Base64 without padding', Buffer.from(SECRET).toString('base64').replace(/=+$/, '')],
		['in Base64url', Buffer.from(SECRET).toString('base64url')],
	])('hides a secret %s', (_form, written) => {
		expect(mask.text(`before ${written} after`)).toBe('before ***** after');
	});

	it('leaves a text without the secret as it is', () => {
		expect(mask.text('p@ss and word')).toBe('p@ss and word');
	});

	it('hides a short secret only where it is the whole value', () => {
		const short = createMask(['cat', '8443', 'https', 'a']);
		for (const text of ['category=cat&concat', 'https://a.example.com:8443/a?b=a']) {
			expect(short.text(text)).toBe(text);
		}
		expect(short.json({ pet: ['cat'], port: 8443, key: ' CAT ' })).toEqual({
			pet: ['*****'],
			port: 8443,
			key: '*****',
		});
	});

	it('hides the whole of a secret that begins with another one', () => {
		const both = createMask(['secret-token', 'secret-token-2026']);
		expect(both.text('secret-token-2026')).toBe('*****');
	});

	it('hides nothing for no secret or an empty one', () => {
		expect(createMask(['']).text('anything')).toBe('anything');
		expect(createMask([]).json({ a: 'anything' })).toEqual({ a: 'anything' });
	});

	it('survives half a surrogate pair', () => {
		expect(createMask(['broken \ud800 secret']).text('a broken \ud800 secret')).toBe('a *****');
	});

	it('hides secrets in texts and keys of JSON, and keeps everything else', () => {
		const value = { echo: [`Bearer ${SECRET}`, 1, null, true], [SECRET]: { deep: SECRET } };
		expect(mask.json(value)).toEqual({
			echo: ['Bearer *****', 1, null, true],
			'*****': { deep: '*****' },
		});
		expect(value.echo[0]).toBe(`Bearer ${SECRET}`);
	});

	// Every sign that some encoding treats in its own way, and letters beyond ASCII.
	const all = 'Aa1-_.*~+/= %:é"<&\'ñz9';
	const php = (text: string) =>
		text
			.replaceAll('&', '&amp;')
			.replaceAll('"', '&quot;')
			.replaceAll("'", '&#039;')
			.replaceAll('<', '&lt;')
			.replaceAll('é', '&eacute;')
			.replaceAll('ñ', '&#xF1;');
	const latin1 = (text: string) => Buffer.from(text, 'latin1');
	const percentEach = (bytes: Buffer) =>
		[...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
	it.each([
		['in upper case', all.toUpperCase()],
		['in lower case', all.toLowerCase()],
		['percent-encoded throughout', percentEach(Buffer.from(all))],
		['percent-encoded from Latin-1', percentEach(latin1(all))],
		['percent-encoded twice', encodeURIComponent(encodeURIComponent(all))],
		['percent-encoded in part', all.replace('%', '%25').replace('é', '%C3%A9')],
		['in HTML', php(all)],
		['in HTML in a form in JSON', JSON.stringify(encodeURIComponent(php(all))).slice(1, -1)],
		['in JSON with every character escaped', [...all].map(unicodeEscape).join('')],
		['in a Python bytes literal', pythonBytes(Buffer.from(all))],
		['read as Latin-1', Buffer.from(all).toString('latin1')],
		['in Base64 of Latin-1', latin1(all).toString('base64')],
		['in Base64 of a pair', Buffer.from(`user:${all}`).toString('base64')],
		[
			'in Base64 of a whole header',
			Buffer.from(`Authorization: Key ${all}\r\n`).toString('base64'),
		],
		['in Base64url of JSON', Buffer.from(`{"k":"x${all}"}`).toString('base64url')],
		['in percent-encoded Base64', encodeURIComponent(Buffer.from(`:${all}:`).toString('base64'))],
		['in hex', Buffer.from(all).toString('hex').toUpperCase()],
		['with spaces and line ends around it', all],
	])('hides a secret of all signs %s', (_form, written) => {
		const padded = createMask([` ${all}\r\n`]);
		expect(padded.text(`before ${written} after`)).toBe('before ***** after');
		expect(padded.json({ a: [`${written}`] })).toEqual({ a: ['*****'] });
	});

	it.each(['xMyS3cretToken', 'MyS3cretTokenx', 'MyS3cretToken2', 'éMyS3cretToken', 'MyS3cretTok'])(
		'leaves %s, of which the secret is no whole token',
		(word) => {
			expect(createMask(['MyS3cretToken']).text(`a ${word} b`)).toBe(`a ${word} b`);
		},
	);

	it.each([
		'\\nMyS3cretToken\\t',
		'%20MyS3cretToken%26',
		'&lt;MyS3cretToken&gt;',
		'\\u003aMyS3cretToken',
	])('knows where a token ends behind escapes: %s', (text) => {
		const shown = createMask(['MyS3cretToken']).text(text);
		expect(shown).toBe(text.replace('MyS3cretToken', '*****'));
	});

	it('hides numbers', () => {
		const numbers = createMask(['4815162342108', '12345678.5', '9007199254740993999']);
		expect(
			numbers.json({ key: 4815162342108, half: 12345678.5, big: 9007199254740993999, other: 4815 }),
		).toEqual({ key: '*****', half: '*****', big: '*****', other: 4815 });
	});

	it('gives back the very value that contains no secret, however deep it is', () => {
		let deep: JsonValue = ['nothing'];
		for (let depth = 0; depth < 100_000; depth++) deep = [deep];
		expect(mask.json(deep)).toBe(deep);
	});

	it('masks at any depth, and keeps a property called __proto__', () => {
		let deep: JsonValue = { ['__proto__']: SECRET };
		for (let depth = 0; depth < 20_000; depth++) deep = { a: deep };
		let shown: JsonValue = mask.json(deep);
		for (let depth = 0; depth < 20_000; depth++) shown = (shown as { a: JsonValue }).a;
		expect(JSON.stringify(shown)).toBe('{"__proto__":"*****"}');
	});

	it('finds each of thousands of secrets', () => {
		const many = Array.from(
			{ length: 3000 },
			(_, index) => `eyJhbGciOiJIUzI1NiJ9.${index}.payload`,
		);
		const shown = createMask(many).text(many.map((secret) => `token=${secret}`).join('&'));
		expect(shown).toBe(many.map(() => 'token=*****').join('&'));
	});
});

describe('what is long', () => {
	/** Ends, written in each of these ways, so many characters behind the end of a portion. */
	const across = (written: string, behind: number) => {
		const before = 'ab '.repeat(PORTION / 3).slice(0, PORTION + behind - written.length - 1);
		return [`${before} ${written} after`, `${before} ***** after`] as const;
	};

	it.each([
		['as it is', SECRET],
		['percent-encoded', encodeURIComponent(SECRET)],
		['in HTML', SECRET.replaceAll('"', '&quot;').replaceAll('&', '&amp;')],
		['in Base64', Buffer.from(SECRET).toString('base64')],
	])('is gone through in portions, none of which cuts off a secret %s', (_form, written) => {
		for (let behind = -1; behind <= written.length + 1; behind++) {
			const [text, shown] = across(written, behind);
			expect(mask.text(text)).toBe(shown);
			expect(mask.json({ [text]: [text] })).toEqual({ [shown]: [shown] });
			expect(mask.bytes(Buffer.from(text)).toString()).toBe(shown);
		}
	});

	it('is the same behind pairs of surrogates at the end of a portion', () => {
		for (const begin of ['', 'a']) {
			const emojis = begin + '😀'.repeat(PORTION / 2);
			expect(mask.text(`${emojis} ${SECRET}`)).toBe(`${emojis} *****`);
		}
	});

	it('lets others have their turn after each portion', () => {
		const count = (steps: Generator): number => {
			let turns = 0;
			while (!steps.next().done) turns++;
			return turns;
		};
		const text = '%2525 '.repeat(PORTION);
		expect(count(mask.steps.text(text))).toBeGreaterThan(6 * 3);
		expect(count(mask.steps.json([`${text}.`]))).toBeGreaterThan(6 * 3);
		expect(count(mask.steps.bytes(Buffer.from(text)))).toBeGreaterThan(6 * 3);
		expect(count(mask.steps.json(Array.from({ length: 4 * PORTION }, () => 1)))).toBe(4);
		expect(count(mask.steps.json(Array.from({ length: PORTION }, () => 'abc')))).toBe(4);
	});

	it('shows nothing of a text that repeats a secret tens of thousands of times', () => {
		expect(mask.text(`${SECRET} `.repeat(50_000))).toBe('***** '.repeat(50_000));
		expect(mask.text(`${SECRET} `.repeat(50_001))).toBe('*****');
	});
});

describe('bytes', () => {
	it('masks text, in its own encoding', () => {
		expect(mask.bytes(Buffer.from(`é ${SECRET} ü`)).toString()).toBe('é ***** ü');
	});

	it.each([
		[
			'bytes around it',
			Buffer.concat([Buffer.from([0xff, 0x61]), Buffer.from(SECRET), Buffer.from([0x62])]),
		],
		['UTF-16', Buffer.from(`\ufeff${SECRET}`, 'utf16le')],
		['UTF-16 without a byte order mark', Buffer.from(`key: abcdefgh12`, 'utf16le')],
	])('changes other bytes with a secret in them: %s', (_what, bytes) => {
		const both = createMask([SECRET, 'abcdefgh12']);
		expect(both.bytes(bytes)).not.toBe(bytes);
		expect(both.bytes(bytes).includes(SECRET)).toBe(false);
	});

	it('gives back the very bytes without a secret', () => {
		const bytes = Buffer.from([0, 0xff, 1, 2]);
		expect(mask.bytes(bytes)).toBe(bytes);
	});
});

function unicodeEscape(character: string): string {
	return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function pythonBytes(bytes: Buffer): string {
	return [...bytes]
		.map((byte) => {
			if (byte > 0x7e) return `\\x${byte.toString(16)}`;
			const character = String.fromCharCode(byte);
			return /['\\]/.test(character) ? `\\${character}` : character;
		})
		.join('');
}
