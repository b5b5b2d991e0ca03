/** One word of a shell command: quotes, escapes and what only a running shell could fill in. */
import { takeAnsiEscape } from './ansi-c';
import { CurlSyntaxError, type CurlNote, type Position } from './problems';
import { Scanner } from './scanner';

export interface Word {
	text: string;
	position: Position;
	/** True when any part was quoted: such a word is never an operator, a comment or a prompt. */
	quoted: boolean;
}

const WORD_END = /[\s|&;<>()]/u;
const LINE_CONTINUATION = /\\\r?\n/y;
const PARAMETER = /\$(?:[A-Za-z_]\w*|[0-9@*#?$!-])/y;
const TYPOGRAPHIC_QUOTE = /[\u2018-\u201F]/;

export class WordReader {
	private bytes: Buffer[] = [];
	private quoted = false;

	constructor(
		private readonly scanner: Scanner,
		private readonly notes: CurlNote[],
	) {}

	/**
	 * Reads one word; the scanner stands at its first character.
	 * @throws {CurlSyntaxError} for a quote or substitution that is never closed, or bytes that are not UTF-8
	 */
	read(): Word {
		this.bytes = [];
		this.quoted = false;
		const { position } = this.scanner;
		while (!this.scanner.atEnd && !WORD_END.test(this.scanner.peek())) this.readPart();
		return { text: decode(this.bytes, position), position, quoted: this.quoted };
	}

	private readPart(): void {
		const { scanner } = this;
		const next = scanner.peek();
		if (next === "'") this.readSingleQuotes();
		else if (next === '"') this.readDoubleQuotes();
		else if (scanner.startsWith("$'")) this.readAnsiQuotes();
		else if (scanner.startsWith('$"')) scanner.take();
		else if (next === '\\') this.readEscape();
		else if (next === '$' || next === '`') this.readExpansion();
		else if (TYPOGRAPHIC_QUOTE.test(next)) throw typographicQuote(next, scanner.position);
		else this.push(scanner.take());
	}

	private readEscape(): void {
		if (this.scanner.takeMatch(LINE_CONTINUATION) !== '') return;
		this.scanner.take();
		this.quoted = true;
		this.push(this.scanner.take());
	}

	private readSingleQuotes(): void {
		this.inQuotes("'", () => this.push(this.scanner.take()));
	}

	private readDoubleQuotes(): void {
		this.inQuotes('"', () =>
			readExpandedText(this.scanner, this.notes, (text) => this.push(text), '"'),
		);
	}

	private readAnsiQuotes(): void {
		this.scanner.take();
		let ended = false;
		this.inQuotes("'", () => {
			const part =
				this.scanner.peek() === '\\'
					? takeAnsiEscape(this.scanner)
					: Buffer.from(this.scanner.take(), 'utf8');
			// As in bash, a NUL ends the value.
			ended ||= part.length === 1 && part[0] === 0;
			if (!ended) this.bytes.push(part);
		});
	}

	private inQuotes(quote: string, readNext: () => void): void {
		const { position } = this.scanner;
		this.quoted = true;
		this.scanner.take();
		while (this.scanner.peek() !== quote) {
			if (this.scanner.atEnd) {
				throw new CurlSyntaxError(
					`the quote ${quote} opened here is never closed`,
					position,
					'Copy the whole command, or add the closing quote.',
				);
			}
			readNext();
		}
		this.scanner.take();
	}

	private readExpansion(): void {
		this.push(takeExpansion(this.scanner, this.notes));
	}

	private push(text: string): void {
		this.bytes.push(Buffer.from(text, 'utf8'));
	}
}

/** Reads the next piece of text as between double quotes or in a here-document. */
export function readExpandedText(
	scanner: Scanner,
	notes: CurlNote[],
	push: (text: string) => void,
	escapable = '',
): void {
	const next = scanner.peek();
	if (next === '$' || next === '`') return push(takeExpansion(scanner, notes));
	if (next === '\\') {
		if (scanner.takeMatch(LINE_CONTINUATION) !== '') return;
		scanner.take();
		const escaped = scanner.peek();
		if (escaped === '' || !`$\`\\${escapable}`.includes(escaped)) return push('\\');
	}
	push(scanner.take());
}

/** Keeps `$NAME`, `${…}`, `$(…)` and `…` as they are written, and notes that only a shell knows their value. */
function takeExpansion(scanner: Scanner, notes: CurlNote[]): string {
	const { position, mark } = scanner;
	const document = takeCat(scanner, notes);
	if (document !== undefined) return document;
	if (scanner.startsWith('$(')) takeBalanced(scanner, '(', ')');
	else if (scanner.startsWith('${')) takeBalanced(scanner, '{', '}');
	else if (scanner.peek() === '`') takeBalanced(scanner, '`', '`');
	else if (scanner.takeMatch(PARAMETER) === '') return scanner.take();
	const source = scanner.since(mark);
	notes.push({
		kind: 'unresolved',
		message: `${source} is filled in by the shell: put its value, or an insert, in its place`,
		position,
	});
	return source;
}

/** `$(cat <<EOF … EOF)`, as guides write a body of several lines. */
const CAT =
	/\$\(\s*cat\s*<<(-?)[ \t]*(\\|'|"|)(\w+)['"]?[ \t]*\r?\n(?:([^]*?)\r?\n)?[ \t]*\3\s*\)/y;

function takeCat(scanner: Scanner, notes: CurlNote[]): string | undefined {
	const { position } = scanner;
	const source = scanner.takeMatch(CAT);
	CAT.lastIndex = 0;
	const [, dash, quote, , body = ''] = CAT.exec(source) ?? [];
	if (quote === undefined) return undefined;
	const text = dash === '' ? body : body.replace(/^\t+/gm, '');
	let content = quote === '' ? '' : text;
	const inner = new Scanner(text);
	const innerNotes: CurlNote[] = [];
	while (quote === '' && !inner.atEnd) {
		readExpandedText(inner, innerNotes, (piece) => (content += piece));
	}
	notes.push(...innerNotes.map((note) => ({ ...note, position })));
	return content.replace(/\n+$/, '');
}

/** In quotes a bracket closes nothing. */
const QUOTED = /'[^']*'|"(?:\\[^]|[^"\\])*"/y;

function takeBalanced(scanner: Scanner, open: string, close: string): void {
	const { position } = scanner;
	if (open !== '`') scanner.take();
	scanner.take();
	for (let depth = 1; depth > 0;) {
		if (open === '(' && scanner.takeMatch(QUOTED) !== '') continue;
		if (scanner.atEnd) {
			throw new CurlSyntaxError(`the ${open} opened here is never closed`, position);
		}
		const character = scanner.take();
		if (character === '\\') scanner.take();
		else if (character === close) depth--;
		else if (character === open) depth++;
	}
}

function decode(bytes: Buffer[], position: Position): string {
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(bytes));
	} catch {
		throw new CurlSyntaxError(
			'this value contains bytes that are not UTF-8 text',
			position,
			'Send the bytes as a binary file instead.',
		);
	}
}

function typographicQuote(quote: string, position: Position): CurlSyntaxError {
	return new CurlSyntaxError(
		`${quote} is a typographic quote, which no shell understands`,
		position,
		'Replace it with \' or ".',
	);
}
