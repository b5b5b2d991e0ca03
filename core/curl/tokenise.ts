/**
 * A pasted command as words. Kept parsers were weighed first: those that give positions bring native code or
 * megabytes of WebAssembly, and the small ones know neither `$'…'` nor where an error stands.
 */
import { CurlSyntaxError, type CurlNote, type Position } from './problems';
import { refuseForeign } from './foreign';
import { readHereDocument, type HereDocument } from './here-document';
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
/** At the beginning of a word; inside of one the backslash escapes a blank. */
const BROKEN_CONTINUATION = /\\[ \t\u00A0]+\r?(?:\n|$)/y;
const NEWLINE = /\r?\n/y;
/** Copied from web pages and chats; a shell takes it for a part of the word. */
const INVISIBLE = /[\u00AD\u200B-\u200F\u2060\uFEFF]/;
const SPACE = /\s+/y;
const COMMENT = /#[^\n]*/y;
const OUTPUT_REDIRECTION = /(?:\d*>[>|&]?|&>>?)/y;
const REST = /[^]*/y;

/** @throws {CurlSyntaxError} for what no POSIX shell, and not Windows' cmd either, would read as one command */
export function tokenise(text: string): ShellCommand {
	refuseForeign(text);
	return looksLikeWindowsCommand(text)
		? tokeniseWindowsCommand(text)
		: new ShellReader(text).read();
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
		this.skipBeforeCommand();
		while (this.readNext());
		this.readHereDocument();
		this.refuseSecondCommand();
		this.words.forEach(refuseInvisible);
		return { words: this.words, input: this.input, notes: this.notes };
	}

	/** Comments, empty lines and a copied `$` prompt. */
	private skipBeforeCommand(): void {
		while (this.scanner.takeMatch(SPACE) !== '' || this.scanner.takeMatch(COMMENT) !== '');
		this.scanner.takeMatch(/\$[ \t]+/y);
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
		const input = isCurl(this.words) ? undefined : pipedInput(this.words);
		if (input !== undefined) {
			this.scanner.take();
			this.scanner.takeMatch(SPACE);
			this.input = input;
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

	private refuseSecondCommand(): void {
		while (this.scanner.takeMatch(SPACE) !== '' || this.scanner.takeMatch(COMMENT) !== '');
		if (this.scanner.atEnd) return;
		const { position } = this.scanner;
		const option = this.scanner.peek() === '-';
		throw new CurlSyntaxError(
			option ? 'this option stands outside of the command' : 'a second command begins here',
			position,
			option
				? 'End the line before it with a backslash.'
				: `Paste one command; remove what starts with "${this.scanner.takeMatch(REST).slice(0, 20)}".`,
		);
	}

	private note(kind: CurlNote['kind'], message: string, position: Position): void {
		this.notes.push({ kind, message, position });
	}
}

function brokenContinuation(position: Position): CurlSyntaxError {
	return new CurlSyntaxError(
		'blanks follow the backslash that should continue the line',
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

/** True when the words are a curl command so far, variables set before it included. */
export function isCurl(words: Word[]): boolean {
	const first = words.find(({ text, quoted }) => quoted || !/^[A-Za-z_]\w*=/.test(text));
	return first !== undefined && /(?:^|[/\\])curl(?:\.exe)?$/i.test(first.text);
}
