/** What to write instead of what the grammar does not know. */
import type { Token } from './lexer';

/** Tokens of one insert or tag around the one that was not expected. */
export interface Unexpected {
	tokens: readonly Token[];
	/** The place of that token. */
	at: number;
	/** The text of the insert or tag, and where it begins in the template. */
	text: string;
	base: number;
}

/** `; write customer['first name']`, or nothing. */
export function hintFor(unexpected: Unexpected): string {
	const advice =
		adviceForPair(unexpected) ??
		adviceForWord(unexpected) ??
		adviceForBraces(unexpected) ??
		adviceForProperty(unexpected);
	return advice === undefined ? '' : `; write ${advice}`;
}

const FUNCTION =
	"a filter such as | map(attribute='name') or | selectattr('name'), or {% for %}, instead of a function =>";
const RAW = 'tags in {% … %}; to send the braces as they are, write {% raw %}…{% endraw %}';

/** By the token before and the unexpected one: operators of JavaScript. */
const PAIRS: Readonly<Record<string, string>> = {
	'== =': '==',
	'!= =': '!=',
	'? ?': '… | default(…) instead of ??',
	'? .': '. instead of ?.: a property of a missing value gives nothing',
	'+ =': '{% set x = x + 1 %}',
	'+ +': '{% set x = x + 1 %}',
	'= >': FUNCTION,
};
/** By the unexpected word: operators of other languages. */
const WORDS: Readonly<Record<string, string>> = {
	AND: 'and',
	OR: 'or',
	NOT: 'not',
	IN: 'in',
	contains: 'part in value',
	instanceof: 'value is string, is number or is mapping',
	as: '{% set name = value %}',
};
/** By the word before the unexpected token. */
const LEADS: Readonly<Record<string, string>> = {
	new: 'now() for the present, or a filter for what a class of JavaScript does',
	typeof: 'type(value)',
	await: 'the value alone',
};

/** What the blocks of Handlebars begin with: `{{/if}}`, `{{else}}`, `{{> header}}`. */
const BLOCK_MARKS: ReadonlySet<string> = new Set(['/', '>', 'else']);

function adviceForPair({ tokens, at }: Unexpected): string | undefined {
	const found = tokens[at];
	const previous = tokens[at - 1];
	const next = tokens[at + 1];
	if (found?.text === '=' && next?.text === '>') return FUNCTION;
	if (found?.text === '+' && next?.text === '=') return PAIRS['+ ='];
	if (found?.kind !== 'symbol') return undefined;
	const known = PAIRS[`${previous?.text} ${found.text}`];
	if (known !== undefined || found.text !== '=') return known;
	return '== to compare, or {% set name = value %} to give a value';
}

function adviceForWord({ tokens, at }: Unexpected): string | undefined {
	const found = tokens[at];
	const previous = tokens[at - 1];
	if (at === 0 && BLOCK_MARKS.has(found?.text ?? '')) return RAW;
	if (found?.kind === 'name' && Object.hasOwn(WORDS, found.text)) return WORDS[found.text];
	if (previous?.kind === 'name' && Object.hasOwn(LEADS, previous.text)) return LEADS[previous.text];
	return undefined;
}

/** `{{{ x }}}`, and `{{ x }}` inside of an insert or tag. */
function adviceForBraces({ tokens, text }: Unexpected): string | undefined {
	if (/^\{.*\}$/s.test(text)) return `two braces on each side: {{ ${text.slice(1, -1).trim()} }}`;
	const nested = tokens.some(
		(token, at) => token.text === '{' && token.kind === 'symbol' && isBrace(tokens[at + 1], token),
	);
	return nested ? 'names without braces in a tag or insert: {% if customer.email %}' : undefined;
}

const isBrace = (token: Token | undefined, before: Token): boolean =>
	token?.kind === 'symbol' && token.text === '{' && token.offset === before.offset + 1;

/** A property whose name holds a space or a mark: `customer.first name`, `event.params.og:url`. */
function adviceForProperty({ tokens, at, text, base }: Unexpected): string | undefined {
	const found = tokens[at];
	if (found?.kind === 'literal' && /^\.\d+$/.test(found.text)) return `[${found.text.slice(1)}]`;
	if (found?.text === '.') return undefined;
	const dot = lastDot(tokens, at);
	const key = tokens[dot + 1];
	if (dot < 1 || found === undefined || key === undefined) return undefined;
	const from = key.offset - base;
	const [name = ''] = PROPERTY.exec(text.slice(from)) ?? [];
	if (name.length <= found.offset - key.offset) return undefined;
	return `${text.slice(startOfPath(tokens, dot) - base, (tokens[dot]?.offset ?? 0) - base)}['${name}']`;
}

/** A name with what may stand in a key of JSON, as far as it could be meant as one. */
const PROPERTY =
	/^[^\s|()[\]{}'",]+(?: (?!(?:and|or|if|else|is|in|not)\b)[\p{L}\p{N}][^\s|()[\]{}'",]*)*/u;

/** The last dot before the unexpected token with nothing but one name between them; -1 without one. */
function lastDot(tokens: readonly Token[], at: number): number {
	if (tokens[at]?.kind === 'symbol' && tokens[at - 1]?.text === '.') return at - 1;
	return tokens[at - 1]?.kind === 'name' && tokens[at - 2]?.text === '.' ? at - 2 : -1;
}

/** Where `a.b['c']` begins that ends before a dot. */
function startOfPath(tokens: readonly Token[], dot: number): number {
	let at = dot - 1;
	while (tokens[at - 1]?.text === '.' && tokens[at - 2]?.kind === 'name') at -= 2;
	return tokens[at]?.offset ?? 0;
}

/** By a character that begins no token. */
const CHARACTERS: Readonly<Record<string, string>> = {
	'“': 'straight quotes, " or \'',
	'”': 'straight quotes, " or \'',
	'„': 'straight quotes, " or \'',
	'‘': 'straight quotes, " or \'',
	'’': 'straight quotes, " or \'',
	'«': 'straight quotes, " or \'',
	'»': 'straight quotes, " or \'',
	'`': "'text ' ~ name instead of a template literal",
	'&': 'and',
	'^': '** for a power',
	';': 'one expression without a semicolon',
	'–': 'a plain minus sign, -',
	'—': 'a plain minus sign, -',
};

/** `; write straight quotes`, or nothing. */
export function hintForCharacter(text: string, at: number): string {
	const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
	const advice =
		CHARACTERS[character] ??
		adviceForBlock(text, at) ??
		adviceForMark(text.slice(0, at), text.slice(at));
	return advice === undefined ? '' : `; write ${advice}`;
}

/** `{{#if x}}` of Handlebars. */
const adviceForBlock = (text: string, at: number): string | undefined =>
	text[at] === '#' && text.slice(0, at).trim() === '' ? RAW : undefined;

const BEFORE_MARK = /([\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*)\.([\p{L}\p{N}_]*)$/u;

/** `json.@type`, `event.params.price€` */
function adviceForMark(before: string, after: string): string | undefined {
	const [, path, beginning = ''] = BEFORE_MARK.exec(before) ?? [];
	const [ending = ''] = /^[^\s|()[\]{}'",.]+/.exec(after) ?? [];
	return path === undefined ? undefined : `${path}['${beginning}${ending}']`;
}
