/** Words of a POSIX shell command (IEEE Std 1003.1, Shell Command Language, section 2.2) from text and bytes. */

/** A part of a word or of a body: bytes as they are, or the value of a shell variable that the reader sets. */
export type ShellPart = { bytes: Buffer } | { variable: string };

/** Control characters (but tab and line feed), line separators and a BOM do not survive copying and pasting. */
const FRAGILE_CHARACTER = /(?![\t\n])[\p{Cc}\u2028\u2029\uFEFF]/u;

/**
 * Quotes a word so that `sh` reads exactly these bytes. Plain text stands in single quotes; bytes that are
 * not text, or would not survive copying, are written by `printf`.
 * @throws {RangeError} for a NUL, which no argument of a program can contain
 */
export function quoteWord(parts: ShellPart[]): string {
	const quoted = parts.map((part) =>
		'variable' in part ? `"$${part.variable}"` : quoteBytes(part.bytes),
	);
	return quoted.join('') || "''";
}

/**
 * A `printf` that writes the parts byte for byte; a variable becomes one `%s`. It is a builtin of every
 * shell, so its length is not bounded by what the argument of a program may have.
 */
export function printfCommand(parts: ShellPart[]): string {
	const format = parts.map((part) => ('variable' in part ? '%s' : printfFormat(part.bytes)));
	const values = parts.flatMap((part) => ('variable' in part ? [`"$${part.variable}"`] : []));
	// A format that begins with `-` would be taken for an option.
	return ['printf', singleQuote(format.join('').replace(/^-/, '\\055')), ...values].join(' ');
}

/** True for bytes that can stand in single quotes and be copied. */
export function isPlainText(bytes: Buffer): boolean {
	const text = bytes.toString('utf8');
	return !FRAGILE_CHARACTER.test(text) && Buffer.from(text, 'utf8').equals(bytes);
}

function quoteBytes(bytes: Buffer): string {
	if (bytes.length === 0) return '';
	if (isPlainText(bytes)) return singleQuote(bytes.toString('utf8'));
	if (bytes.includes(0)) {
		throw new RangeError('An argument of a shell command cannot contain a NUL');
	}
	// `$(…)` drops the line feeds at its end, so those stay outside of it.
	const end = bytes.length - (/\n*$/.exec(bytes.toString('latin1'))?.[0].length ?? 0);
	const written = `"$(${printfCommand([{ bytes: bytes.subarray(0, end) }])})"`;
	return written + quoteBytes(bytes.subarray(end));
}

function singleQuote(text: string): string {
	return `'${text.replaceAll("'", "'\\''")}'`;
}

function printfFormat(bytes: Buffer): string {
	if (isPlainText(bytes)) return bytes.toString('utf8').replace(/[\\%\n\t]/g, escapeForPrintf);
	return bytes.toString('latin1').replace(/[\\%]|[^ -~]/g, escapeForPrintf);
}

/** Octal escapes always have three digits, so that a digit that follows is not taken for a part of them. */
function escapeForPrintf(character: string): string {
	const named: Record<string, string> = { '\\': '\\\\', '%': '%%', '\n': '\\n', '\t': '\\t' };
	return named[character] ?? `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`;
}
