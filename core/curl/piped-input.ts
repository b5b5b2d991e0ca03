/** What a command before the pipe writes to curl's standard input: `printf` as our own export has it, `echo`, `cat`. */
import type { StandardInput } from './tokenise';
import type { Word } from './shell-word';

/** @returns `undefined` for a command whose output only the user's machine knows */
export function pipedInput([command, ...words]: Word[]): StandardInput | undefined {
	const values = words.map(({ text }) => text);
	const [first, ...others] = values;
	switch (command?.text) {
		case 'printf':
			return first === undefined ? undefined : textOrFile(printf(first, others));
		case 'echo':
			return echo(values);
		case 'cat':
			return first !== undefined && others.length === 0 && !first.startsWith('-')
				? { file: first }
				: undefined;
		default:
			return undefined;
	}
}

function echo(values: string[]): StandardInput | undefined {
	const isBare = values[0] === '-n';
	const text = (isBare ? values.slice(1) : values).join(' ');
	// Shells disagree on further options and on backslashes.
	if (/^-[neE]+\b/.test(text) || text.includes('\\')) return undefined;
	return { text: isBare ? text : `${text}\n` };
}

const ESCAPES: Record<string, string> = {
	'\\\\': '\\',
	'\\n': '\n',
	'\\t': '\t',
	'\\r': '\r',
	'\\a': '\x07',
	'\\b': '\b',
	'\\f': '\f',
	'\\v': '\v',
	'%%': '%',
};

/** The bytes that a format with `%s` and escapes writes (IEEE Std 1003.1, printf). */
function printf(format: string, values: string[]): Buffer {
	const rest = [...values];
	const chunks: Buffer[] = [];
	const pattern = /\\([0-7]{1,3})|\\[\\ntrabfv]|%[%s]|[^\\%]+|[\\%]/g;
	for (const [token, octal] of format.matchAll(pattern)) {
		if (octal !== undefined) chunks.push(Buffer.of(parseInt(octal, 8) & 0xff));
		else
			chunks.push(Buffer.from(token === '%s' ? (rest.shift() ?? '') : (ESCAPES[token] ?? token)));
	}
	return Buffer.concat(chunks);
}

/** A form contains text; other bytes have to come as a binary file. */
function textOrFile(bytes: Buffer): StandardInput {
	const text = bytes.toString('utf8');
	return Buffer.from(text, 'utf8').equals(bytes) ? { text } : { file: 'standard input' };
}
