/** Replacing in texts of any length, with work that is accounted for and little memory apart from the result. */
import { spend, spendText } from './meter';

const CHUNK = 8192;
/** Steps of one match whose replacement is computed. */
const STEPS_PER_MATCH = 4;

/** A text made of many pieces, with little memory apart from it. */
export class Pieces {
	private readonly done: string[] = [];
	private pieces: string[] = [];

	add(...pieces: readonly string[]): void {
		this.pieces.push(...pieces);
		if (this.pieces.length < CHUNK) return;
		this.done.push(this.pieces.join(''));
		this.pieces = [];
	}

	text(): string {
		return this.done.join('') + this.pieces.join('');
	}
}

/** Replaces single characters: piece by piece, so that a text that consists of them fills no memory. */
export function replaceCharacters(
	value: string,
	characters: RegExp,
	write: (character: string) => string,
): string {
	if (value.length <= CHUNK) return value.replace(characters, write);
	const pieces: string[] = [];
	for (let at = 0; at < value.length; at += CHUNK) {
		spend(CHUNK / STEPS_PER_MATCH);
		pieces.push(value.slice(at, at + CHUNK).replace(characters, write));
	}
	return pieces.join('');
}

/** Replaces every match of a global expression. */
export function replaceMatches(
	value: string,
	pattern: RegExp,
	write: (match: RegExpMatchArray) => string,
): string {
	const pieces = new Pieces();
	let from = 0;
	for (const match of value.matchAll(pattern)) {
		spend(STEPS_PER_MATCH);
		spendText(match.index - from);
		pieces.add(value.slice(from, match.index), write(match));
		from = match.index + match[0].length;
	}
	pieces.add(value.slice(from));
	return pieces.text();
}

/** Replaces the first `count` places of a part. */
export function replaceText(value: string, part: string, fresh: string, count: number): string {
	const pieces = new Pieces();
	let from = 0;
	for (let left = count; left > 0; left -= 1) {
		const at = value.indexOf(part, from);
		spend(1);
		pieces.add(value.slice(from, at), fresh);
		from = at + part.length;
	}
	pieces.add(value.slice(from));
	return pieces.text();
}
