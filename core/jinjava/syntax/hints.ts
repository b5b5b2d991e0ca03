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
		adviceForLead(unexpected) ??
		adviceForWord(unexpected) ??
		adviceForValues(unexpected) ??
		adviceForBraces(unexpected) ??
		adviceForProperty(unexpected);
	return advice === undefined ? '' : `; write ${advice}`;
}

const FUNCTION =
	"a filter such as | map(attribute='name') or | selectattr('name'), or {% for %}, instead of a function =>";
export const RAW = 'tags in {% … %}; to send the braces as they are, write {% raw %}…{% endraw %}';

/** By the token before and the unexpected one: operators of JavaScript. */
const PAIRS: Readonly<Record<string, string>> = {
	'== =': '==',
	'!= =': '!=',
	'? ?': '… | default(…) instead of ??',
	'? .': '. instead of ?.: a property of a missing value gives nothing',
	'+ =': '{% set x = x + 1 %}',
	'+ +': '{% set x = x + 1 %}',
	'- -': '{% set x = x - 1 %}',
	'= >': FUNCTION,
	'< >': '!= instead of <>',
	'> >': 'a division by a power of 2 instead of >>',
	'< <': 'a multiplication by a power of 2 instead of <<',
	'? :': '… or … instead of ?:',
	'| >': '| before the name of a filter',
	'. .': 'one dot, or the names of the values themselves instead of ...',
};
/** By the unexpected token and the one after it. */
const AHEAD: Readonly<Record<string, string>> = {
	'= >': FUNCTION,
	'+ =': '{% set x = x + 1 %}',
	'. .': 'one dot, or the names of the values themselves instead of ...',
};
const REGEX =
	"a regular expression in quotes, for | regex_replace('[0-9]+', '') or .matches('[0-9]+')";
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
	const: '{% set name = value %}',
	delete: 'what is to stay: a value cannot be deleted',
	elif: '{% elif condition %}',
	for: '{% for item in list %}…{% endfor %}',
	function: FUNCTION,
	if: '{% if condition %}…{% endif %}, or a if condition else b',
	let: '{% set name = value %}',
	return: 'the value alone',
	set: '{% set name = value %}',
	unless: '{% unless condition %}…{% endunless %}',
	var: '{% set name = value %}',
	void: 'none',
	new: 'now() for the present, or a filter for what a class of JavaScript does',
	typeof: 'type(value)',
	await: 'the value alone',
};

/** What the blocks of Handlebars begin with: `{{/if}}`, `{{else}}`, `{{> header}}`. */
const BLOCK_MARKS: ReadonlySet<string> = new Set(['/', '>', 'else', '.', '*']);

function adviceForPair({ tokens, at }: Unexpected): string | undefined {
	const found = tokens[at];
	if (found?.kind !== 'symbol') return undefined;
	const [previous, next] = [at - 1, at + 1].map((place) => tokens[place]?.text ?? '');
	const ahead = at > 0 ? AHEAD[`${found.text} ${next}`] : undefined;
	const known = ahead ?? PAIRS[`${previous} ${found.text}`];
	if (known !== undefined || found.text !== '=') return known;
	return '== to compare, or {% set name = value %} to give a value';
}

/** By the first word of an insert, which only a tag may have: `{{ if customer.email }}`. */
function adviceForLead({ tokens, at }: Unexpected): string | undefined {
	const [first] = tokens;
	const lead = at === 0 || tokens[1]?.text === '(' ? first : undefined;
	return lead?.kind === 'name' && /^(?:if|function)$/.test(lead.text)
		? LEADS[lead.text]
		: undefined;
}

/** Two values side by side, a value after a dot, and arguments of a filter as other languages write them. */
function adviceForValues({ tokens, at, text, base }: Unexpected): string | undefined {
	const found = tokens[at];
	if (found === undefined) return undefined;
	const [before, previous] = [at - 2, at - 1].map((place) => tokens[place]?.text ?? '');
	if (previous === '.') return adviceAfterDot(found);
	if (found.text === '/') return REGEX;
	if (found.text === ':' && before === '|') return `${previous}(…)`;
	const isRoot = found.kind === 'name' && ROOT.test(text.slice(found.offset - base));
	return isRoot ? '~ between two values, or two inserts' : undefined;
}

function adviceAfterDot({ kind, text }: Token): string | undefined {
	if (kind === 'literal') return `['${text}'] without the dot`;
	return text === '[' ? 'brackets without the dot' : undefined;
}

/** The names that templates of requests read. */
const ROOT = /^(?:customer|event|json|context|currentStep|automationPathSteps)\s*[.[]/;

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

/** A property whose name contains a space or a mark: `customer.first name`, `event.params.og:url`. */
function adviceForProperty({ tokens, at, text, base }: Unexpected): string | undefined {
	const found = tokens[at];
	if (found?.kind === 'literal' && /^\.\d+$/.test(found.text)) {
		return adviceForDigits(found, tokens, at, text.slice(found.offset + found.text.length - base));
	}
	if (found?.text === '.') return undefined;
	const dot = lastDot(tokens, at);
	const key = tokens[dot + 1];
	if (dot < 1 || found === undefined || key === undefined) return undefined;
	const from = key.offset - base;
	const [name = ''] = PROPERTY.exec(text.slice(from)) ?? [];
	if (name.length <= found.offset - key.offset) return undefined;
	return `${text.slice(startOfPath(tokens, dot) - base, (tokens[dot]?.offset ?? 0) - base)}['${name}']`;
}

/** `items.0`, or a name that begins with digits: `params.2nd`. */
function adviceForDigits(
	{ text: digits, offset }: Token,
	tokens: readonly Token[],
	at: number,
	after: string,
): string {
	const [rest = ''] = /^[\p{L}\p{N}_-]*/u.exec(after) ?? [];
	const path = tokens[at - 1]?.offset === offset - (tokens[at - 1]?.text.length ?? 0) ? '…' : '';
	return rest === '' ? `[${digits.slice(1)}]` : `${path}['${digits.slice(1)}${rest}']`;
}

/** A name with what may stand in a key of JSON, as far as it could be meant as one. */
const PROPERTY =
	/^[^\s|()[\]{}'",.]+(?: (?!(?:and|or|if|else|is|in|not)\b)[\p{L}\p{N}][^\s|()[\]{}'",.]*)*/u;

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
