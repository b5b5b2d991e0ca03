/** What `-d` and its relatives send, and `--url-query` adds. */
import type { GivenOption } from './command-line';
import type { CurlNote } from './problems';
import type { StandardInput } from './tokenise';

export type CurlData = { text: string } | { file: string };

export const DATA_OPTIONS = [
	'data',
	'data-ascii',
	'data-binary',
	'data-raw',
	'data-urlencode',
	'json',
];

/** Joins the pieces as curl does: with `&`, but a `--json` piece follows without one. */
export function joinData(
	options: GivenOption[],
	input: StandardInput | undefined,
	notes: CurlNote[],
	{ isQuery = false } = {},
): CurlData | undefined {
	const [first] = options;
	if (first === undefined) return undefined;
	const whole = options.length === 1 && !isQuery ? wholeFile(first, input, notes) : undefined;
	if (whole !== undefined) return whole;
	const pieces = options.map((option) => pieceOf(option, input, notes));
	return {
		text: pieces.reduce((text, piece, index) => {
			const separator = index === 0 || options[index]?.name === 'json' ? '' : '&';
			return `${text}${separator}${'text' in piece ? piece.text : `@${piece.file}`}`;
		}, ''),
	};
}

/** A file that is the whole body, which the form can name; `--data-urlencode` would change its bytes. */
function wholeFile(
	option: GivenOption,
	input: StandardInput | undefined,
	notes: CurlNote[],
): CurlData | undefined {
	const { name, value } = option;
	const named =
		!['data-raw', 'data-urlencode', 'url-query'].includes(name) && value.startsWith('@');
	if (!named || (value === '@-' && (input === undefined || 'text' in input))) return undefined;
	const stripped = name === 'data' || name === 'data-ascii';
	if (stripped) {
		notes.push({
			kind: 'advice',
			message: `${option.written} removes the line ends of a file, this node sends it as it is: remove them, or use --data-binary`,
			position: option.position,
		});
	}
	return contentOf(value.slice(1), input, option, notes, 'advice');
}

function pieceOf(
	option: GivenOption,
	input: StandardInput | undefined,
	notes: CurlNote[],
): CurlData {
	const { name, value } = option;
	if (name === 'data-raw') return { text: value };
	if (name === 'url-query' && value.startsWith('+')) return { text: value.slice(1) };
	if (name === 'data-urlencode' || name === 'url-query') return encodedPiece(option, input, notes);
	if (!value.startsWith('@')) return { text: value };
	const content = contentOf(value.slice(1), input, option, notes);
	// Only --data-binary and --json keep the line ends of a file.
	const stripsLineEnds = name === 'data' || name === 'data-ascii';
	return 'text' in content && stripsLineEnds
		? { text: content.text.replace(/[\r\n\0]/g, '') }
		: content;
}

/** `content`, `=content`, `name=content`, `@file`, `name@file`: an `=` counts before an `@`. */
function encodedPiece(
	option: GivenOption,
	input: StandardInput | undefined,
	notes: CurlNote[],
): CurlData {
	const { value } = option;
	const at = value.includes('=') ? value.indexOf('=') : value.indexOf('@');
	if (at < 0) return { text: encodeFormValue(value) };
	const prefix = at === 0 ? '' : `${value.slice(0, at)}=`;
	const rest = value.slice(at + 1);
	if (value[at] === '=') return { text: prefix + encodeFormValue(rest) };
	const content = contentOf(rest, input, option, notes);
	return {
		text: prefix + ('text' in content ? encodeFormValue(content.text) : `@${content.file}`),
	};
}

/**
 * Standard input when the command itself contains it, else a file that only the user's disk has.
 * @param fileNote `advice` where the form can contain a binary file in its place
 */
export function contentOf(
	file: string,
	input: StandardInput | undefined,
	{ position }: GivenOption,
	notes: CurlNote[],
	fileNote: 'advice' | 'unresolved' = 'unresolved',
): CurlData {
	const source = file === '-' ? input : { file };
	if (source !== undefined && 'text' in source) return source;
	const named = source?.file ?? '-';
	notes.push({
		kind: source === undefined ? 'unresolved' : fileNote,
		message:
			source === undefined
				? 'standard input is not part of the command: put its text in the body'
				: `the file ${named} is on your disk: ${fileNote === 'advice' ? 'pass it to the node as a binary file' : 'write its text into the command'}`,
		position,
	});
	return { file: named };
}

/** Percent-encodes all but unreserved characters (RFC 3986, section 2.3), a space as `+`. */
function encodeFormValue(text: string): string {
	return encodeURIComponent(text)
		.replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
		.replaceAll('%20', '+');
}
