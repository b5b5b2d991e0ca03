/**
 * A pasted command as words. Kept parsers were weighed first: those that give positions bring native code or
 * megabytes of WebAssembly, and the small ones know neither `$'…'` nor where an error stands.
 */
import { CurlSyntaxError, type CurlNote, type Position } from './problems';
import { refuseForeign } from './foreign';
import { readHereDocument, type HereDocument } from './here-document';
import { isForWindows, withoutSurroundings } from './pasted';
import { pipedInput } from './piped-input';
import { Scanner } from './scanner';
import { WordReader, type Word } from './shell-word';
import { looksLikeWindowsCommand, tokeniseWindowsCommand } from './windows-words';

export type StandardInput = { text: string } | { file: string };

export interface ShellCommand {
	words: Word[];
	/** A here-document, a here-string or a redirected file. */
	input?: StandardInput | undefined;
	notes: CurlNote[];
}

const BLANKS = /(?:[ \t\u00A0]|\\\r?\n)+/y;
/** At the beginning of a word; inside of one the backslash escapes a space. */
const BROKEN_CONTINUATION = /\\[ \t\u00A0]+\r?(?:\n|$)/y;
const NEWLINE = /\r?\n/y;
/** Copied from web pages and chats; a shell takes it for a part of the word. */
const INVISIBLE = /[\u00AD\u200B-\u200F\u2060\uFEFF]/;
const SPACE = /\s+/y;
const COMMENT = /#[^\n]*/y;
const OUTPUT_REDIRECTION = /(?:\d*>[>|&]?|&>>?)/y;
const REST = /[^]*/y;
/** Up to a word `curl` in what is left. */
const CURL = /[^]*?(?<![\w.-])curl(?:\.exe)?(?![\w.-])/iy;

/** What runs another command (IEEE Std 1003.1, and sudo), and reserved words before one. */
const PREFIXES = new Set(
	'sudo doas time command exec nohup env builtin if while until then do else ! {'.split(' '),
);

/** @throws {CurlSyntaxError} for what no POSIX shell, and not Windows' cmd either, would read as one command */
export function tokenise(text: string): ShellCommand {
	refuseForeign(text);
	const command = withoutSurroundings(text);
	return isForWindows(text) || looksLikeWindowsCommand(command)
		? tokeniseWindowsCommand(command)
		: new ShellReader(command).read();
}

class ShellReader {
	private readonly scanner: Scanner;
	private readonly words: Word[] = [];
	private readonly notes: CurlNote[] = [];
	private readonly reader: WordReader;
	private input: StandardInput | undefined;
	private hereDocument: HereDocument | undefined;

	constructor(text: string) {
		this.scanner = new Scanner(text);
		this.reader = new WordReader(this.scanner, this.notes);
	}

	read(): ShellCommand {
		this.skipSpace();
		while (this.readNext());
		while (this.leaveOut()) while (this.readNext());
		this.readHereDocument();
		this.leaveOutRest();
		this.words.forEach(refuseInvisible);
		return { words: this.words, input: this.input, notes: this.notes };
	}

	/** Spaces, empty lines and comments. */
	private skipSpace(): void {
		while (this.scanner.takeMatch(SPACE) !== '' || this.scanner.takeMatch(COMMENT) !== '');
	}

	/** `cd dir &&`, `set -e`: commands before the one that sends the request. */
	private leaveOut(): boolean {
		const [first] = this.words;
		if (first === undefined || isCurl(this.words) || !this.scanner.match(CURL)) return false;
		this.skipSpace();
		this.note('ignored', `"${first.text} …" before the command is left out`, first.position);
		this.words.length = 0;
		return true;
	}

	/** @returns false when the command has ended */
	private readNext(): boolean {
		const { scanner } = this;
		scanner.takeMatch(BLANKS);
		if (scanner.atEnd) return false;
		if (scanner.peek() === '#') scanner.takeMatch(COMMENT);
		else if (scanner.match(NEWLINE) !== undefined) {
			this.refuseVariable('');
			return false;
		} else if (scanner.match(BROKEN_CONTINUATION) !== undefined)
			throw brokenContinuation(scanner.position);
		else if (scanner.match(OUTPUT_REDIRECTION) !== undefined) this.readOutputRedirection();
		else if (scanner.peek() === '<') this.readInputRedirection();
		else if (scanner.peek() === '|' && !scanner.startsWith('||')) return this.readPipe();
		else if (/[;&|()]/.test(scanner.peek())) return this.readEnd();
		else this.words.push(this.reader.read());
		return true;
	}

	private readOutputRedirection(): void {
		const { position, mark } = this.scanner;
		this.scanner.takeMatch(OUTPUT_REDIRECTION);
		this.readTarget(position);
		this.note('ignored', `${this.scanner.since(mark)} only says where the output goes`, position);
	}

	private readInputRedirection(): void {
		const { position } = this.scanner;
		const operator = this.scanner.takeMatch(/<<<|<<-?|<&|<\(|</y);
		if (operator === '<&' || operator === '<(') {
			throw new CurlSyntaxError(
				`${operator} reads from another program`,
				position,
				'Put its text in the command.',
			);
		}
		const { text, quoted } = this.readTarget(position);
		if (operator === '<') this.input = { file: text };
		else if (operator === '<<<') this.input = { text: `${text}\n` };
		else
			this.hereDocument = {
				delimiter: text,
				literal: quoted,
				indented: operator === '<<-',
				position,
			};
	}

	private readTarget(position: Position): Word {
		this.scanner.takeMatch(BLANKS);
		const word = this.reader.read();
		if (word.text === '' && !word.quoted) {
			throw new CurlSyntaxError('nothing follows this redirection', position);
		}
		return word;
	}

	/** What comes after a pipe works on the response, not on the request. */
	private readPipe(): boolean {
		const { position, mark } = this.scanner;
		if (!isCurl(this.words) && this.scanner.match(CURL)) {
			this.input = pipedInput(this.words);
			this.scanner.take();
			this.scanner.takeMatch(SPACE);
			this.words.length = 0;
			return true;
		}
		this.scanner.takeMatch(/[^\n]*/y);
		if (!isCurl(this.words)) return false;
		this.note('ignored', `"${this.scanner.since(mark).trim()}" works on the response`, position);
		return false;
	}

	private readEnd(): false {
		const { position } = this.scanner;
		const operator = this.scanner.takeMatch(/&&|\|\||[;&()]/y);
		if (operator === '&' && this.scanner.match(/[^\s]/y) !== undefined) {
			throw new CurlSyntaxError(
				'an & outside of quotes ends the command',
				position,
				'Put the URL in quotes.',
			);
		}
		if (operator !== '|') this.refuseVariable(operator);
		if (/[()]/.test(operator)) {
			throw new CurlSyntaxError(
				`${operator} outside of quotes`,
				position,
				'Put the value in quotes.',
			);
		}
		return false;
	}

	/** `TOKEN=x; curl …`: the value is not in the command. */
	private refuseVariable(end: string): void {
		const [first] = this.words;
		if (first === undefined || !this.words.every(isAssignment)) return;
		const name = this.words.find(({ text }) => text.includes('='))?.text.split('=')[0] ?? '';
		throw new CurlSyntaxError(
			`"${name}=…${end}" sets a shell variable before the command`,
			first.position,
			`Write the value in place of $${name}, or use a connection, and remove what stands before curl.`,
		);
	}

	private readHereDocument(): void {
		if (this.hereDocument === undefined) return;
		this.scanner.takeMatch(/[^\n]*/y);
		this.scanner.takeMatch(NEWLINE);
		this.input = { text: readHereDocument(this.scanner, this.notes, this.hereDocument) };
	}

	/** `; echo done`, `&& jq . out.json`: commands behind it that send no request. */
	private leaveOutRest(): void {
		this.skipSpace();
		if (this.scanner.atEnd) return;
		const { position, mark } = this.scanner;
		if (this.scanner.peek() === '-') {
			throw new CurlSyntaxError(
				'this option stands outside of the command',
				position,
				'End the line before it with a backslash.',
			);
		}
		const isSecond = this.scanner.match(CURL) !== undefined;
		this.scanner.takeMatch(REST);
		const shown = this.scanner.since(mark).slice(0, 20).trim();
		if (isSecond) {
			throw new CurlSyntaxError(
				'a second command begins here',
				position,
				`Paste one command; remove what starts with "${shown}".`,
			);
		}
		this.note('ignored', `"${shown}" after the command is left out`, position);
	}

	private note(kind: CurlNote['kind'], message: string, position: Position): void {
		this.notes.push({ kind, message, position });
	}
}

function brokenContinuation(position: Position): CurlSyntaxError {
	return new CurlSyntaxError(
		'spaces follow the backslash that should continue the line',
		position,
		'Make the backslash the last character of its line.',
	);
}

const isAssignment = ({ text, quoted }: Word): boolean =>
	(text === 'export' || /^[A-Za-z_]\w*=/.test(text)) && !(quoted && !text.includes('='));

function refuseInvisible({ text, quoted, position }: Word): void {
	const found = quoted ? undefined : INVISIBLE.exec(text)?.[0];
	if (found === undefined) return;
	const code = found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
	throw new CurlSyntaxError(
		`an invisible character (U+${code}) is in this word`,
		position,
		'Type the spaces of the command again, or copy it from another place.',
	);
}

/** True when the words are a curl command so far, variables set and commands that run it included. */
export function isCurl(words: Word[]): boolean {
	const first = words.find(
		({ text, quoted }) => quoted || !(/^[A-Za-z_]\w*=/.test(text) || PREFIXES.has(text)),
	);
	return first !== undefined && /(?:^|[/\\])curl(?:\.exe)?$/i.test(first.text);
}
