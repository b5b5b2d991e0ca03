/**
 * A command for Windows' cmd: the caret escapes for cmd itself, then the program splits its command line as
 * Microsoft's C runtime does ("Parsing C command-line arguments").
 */
import { CurlSyntaxError, type CurlNote, type Position } from './problems';
import { Scanner } from './scanner';
import type { Word } from './shell-word';
import type { ShellCommand } from './tokenise';

interface Character {
	value: string;
	position: Position;
}

/** What a POSIX shell reads as one quoted part; a quote behind a caret is one of cmd's. */
const POSIX_QUOTED = /\\[^]|(?<!\^)(?:'[^']*'|"(?:\\[^]|[^"\\])*")/g;

/** A caret before a quote or at the end of a line, outside of quotes: nobody writes that for a POSIX shell. */
export function looksLikeWindowsCommand(text: string): boolean {
	return /[ \t]\^(?:["\r\n]|$)/.test(text.replace(POSIX_QUOTED, "''"));
}

/** @throws {CurlSyntaxError} for an open quote or a second command */
export function tokeniseWindowsCommand(text: string): ShellCommand {
	const words = splitArguments(removeCarets(text));
	return { words, notes: words.flatMap(unresolvedVariables) };
}

/** `%TOKEN%`, but not the percent-encoding of a URL. */
const unresolvedVariables = ({ text, position }: Word): CurlNote[] =>
	[...text.matchAll(/%[A-Z_][A-Z0-9_]{2,}%/g)].map(([variable]) => ({
		kind: 'unresolved',
		message: `${variable} is filled in by cmd: put its value, or an insert, in its place`,
		position,
	}));

function removeCarets(text: string): Character[] {
	const scanner = new Scanner(text.trim());
	const characters: Character[] = [];
	let quoted = false;
	while (!scanner.atEnd) {
		const { position } = scanner;
		let value = scanner.take();
		if (value === '^' && !quoted) {
			scanner.takeMatch(/\r?\n/y);
			value = scanner.takeMatch(/\r\n/y) === '' ? scanner.take() : '\n';
		} else if (value === '"') {
			quoted = !quoted;
		} else if (!quoted && /[\n&|<>]/.test(value)) {
			throw new CurlSyntaxError(
				'the command ends here, and more follows',
				position,
				'Paste one command; end a line that goes on with ^.',
			);
		}
		characters.push({ value, position });
	}
	return characters;
}

function splitArguments(characters: Character[]): Word[] {
	const words: Word[] = [];
	let index = 0;
	while (index < characters.length) {
		if (/\s/.test(at(characters, index).value)) {
			index++;
			continue;
		}
		const { word, next } = readArgument(characters, index);
		words.push(word);
		index = next;
	}
	return words;
}

/** What stands behind the last character. */
const END: Character = { value: '', position: { line: 1, column: 1 } };

const at = (characters: Character[], index: number): Character => characters[index] ?? END;

function readArgument(characters: Character[], start: number): { word: Word; next: number } {
	let text = '';
	let openedAt: Position | undefined;
	let quoted = false;
	let index = start;
	for (; index < characters.length; index++) {
		const { value, position: here } = at(characters, index);
		if (value === '\\') {
			const run = countBackslashes(characters, index);
			const beforeQuote = characters[index + run]?.value === '"';
			text += '\\'.repeat(beforeQuote ? Math.floor(run / 2) : run);
			index += run - 1;
			if (beforeQuote && run % 2 === 1) {
				text += '"';
				index++;
			}
		} else if (value === '"') {
			quoted = true;
			const doubled = openedAt !== undefined && characters[index + 1]?.value === '"';
			if (doubled) text += at(characters, ++index).value;
			else openedAt = openedAt === undefined ? here : undefined;
		} else if (openedAt === undefined && /\s/.test(value)) {
			break;
		} else {
			text += value;
		}
	}
	if (openedAt !== undefined) {
		throw new CurlSyntaxError('the quote " opened here is never closed', openedAt);
	}
	return { word: { text, position: at(characters, start).position, quoted }, next: index };
}

function countBackslashes(characters: Character[], from: number): number {
	let end = from;
	while (characters[end]?.value === '\\') end++;
	return end - from;
}
