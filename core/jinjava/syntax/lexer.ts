import { Fault } from '../errors';
import { hintForCharacter } from './characters';
import { readNumber } from '../runtime/numbers';
import type { Value } from '../runtime/values';

/** A token of an expression. `offset` counts from the start of the template. */
export interface Token {
	kind: 'name' | 'literal' | 'symbol' | 'end';
	/** The text of a name or symbol. */
	text: string;
	/** The value of a literal. */
	value: Value;
	offset: number;
}

const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?/y;
const NAME = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const SYMBOL = /\*\*|\/\/|==|!=|<=|>=|&&|\|\||[-+*/%~<>=!?:.,()[\]{}|]/y;
const SPACE = /[\s\p{Z}]*/uy;
const ESCAPES: Readonly<Record<string, string>> = {
	'\\': '\\',
	"'": "'",
	'"': '"',
	n: '\n',
	t: '\t',
	b: '\b',
	f: '\f',
	r: '\r',
};

/** Cuts the text of an insert or tag into tokens; the last one is always `end`. */
export function tokenize(text: string, base: number): Token[] {
	const tokens: Token[] = [];
	let at = skipSpace(text, 0);
	while (at < text.length) {
		const [token, end] = nextToken(text, at, base);
		tokens.push(token);
		at = skipSpace(text, end);
	}
	tokens.push({ kind: 'end', text: '', value: null, offset: base + text.length });
	return tokens;
}

function skipSpace(text: string, at: number): number {
	SPACE.lastIndex = at;
	SPACE.test(text);
	return SPACE.lastIndex;
}

function nextToken(text: string, at: number, base: number): [Token, number] {
	const offset = base + at;
	const first = text[at];
	if (first === '"' || first === "'") return stringToken(text, at, base);
	for (const [pattern, kind] of PATTERNS) {
		pattern.lastIndex = at;
		const match = pattern.exec(text)?.[0];
		if (match === undefined) continue;
		const value = kind === 'literal' ? readNumber(match) : null;
		return [{ kind, text: match, value, offset }, at + match.length];
	}
	const character = String.fromCodePoint(text.codePointAt(at) as number);
	const hint = hintForCharacter(text, at);
	throw new Fault(`unexpected character "${character}"${hint}`, 'TEMPLATE_SYNTAX', offset);
}

const PATTERNS = [
	[NUMBER, 'literal'],
	[NAME, 'name'],
	[SYMBOL, 'symbol'],
] as const;

function stringToken(text: string, start: number, base: number): [Token, number] {
	let value = '';
	for (let at = start + 1; at < text.length; at += 1) {
		const character = text[at];
		if (character === text[start]) {
			return [{ kind: 'literal', text: value, value, offset: base + start }, at + 1];
		}
		if (character === '\\') {
			at += 1;
			const escaped = ESCAPES[text[at] ?? ''];
			if (escaped === undefined) {
				throw new Fault(`unknown escape "\\${text[at] ?? ''}"`, 'TEMPLATE_SYNTAX', base + at - 1);
			}
			value += escaped;
		} else value += character;
	}
	throw new Fault('unclosed string: the closing quote is missing', 'TEMPLATE_SYNTAX', base + start);
}
