/** Errors for what is well formed but would send a blank, or text that was meant for another system. */
import { Fault, suggestion } from '../errors';
import type { Expression, NameRead } from '../syntax/ast';
import { findHostName } from '../syntax/host-names';
import type { Segment } from '../syntax/scanner';

/** A name that nothing gives a value. */
export function unknownName({ name, offset }: NameRead, roots: ReadonlySet<string>): Fault {
	const nearest = suggestion(name, roots) || `: this field can read ${enumerate(roots)}`;
	return new Fault(
		`unknown name "${name}"${nearest}; ${rawAdvice(name)}`,
		'TEMPLATE_UNKNOWN_NAME',
		offset,
	);
}

const rawAdvice = (text: string): string =>
	`to send the braces as they are, write {% raw %}{{${text}}}{% endraw %}`;

/** A name such as `$json` where the host is not asked for its value. */
export function refuseHostNames({ kind, text, offset }: Segment): void {
	const found = findHostName(text, offset);
	if (!found) return;
	const { name } = found;
	throw new Fault(
		kind === 'tag'
			? `"${name}" is a name of n8n, which tags cannot read: ${insteadOf(name)}`
			: `"${name}" is a name of n8n, which this field does not evaluate`,
		'TEMPLATE_UNKNOWN_NAME',
		found.offset,
	);
}

const insteadOf = (name: string): string =>
	name === '$json'
		? 'write json'
		: `write {% set value %}{{ ${name} … }}{% endset %} before the tag and read value in it`;

const enumerate = (names: ReadonlySet<string>): string =>
	[...names].join(', ').replace(/, ([^,]*)$/, ' and $1');

/** `{{1}}` and `{{"name"}}` are placeholders of other systems; `{{ '{{' }}` is how braces are written. */
export function refuseLiteral(expression: Expression, text: string): void {
	if (expression.type !== 'literal') return;
	const { value, offset } = expression;
	const isPlaceholder =
		typeof value === 'string' ? !/[{}]/.test(value) : value !== null && typeof value !== 'boolean';
	if (!isPlaceholder) return;
	throw new Fault(
		`{{${text}}} inserts nothing but itself: write the text without braces, or ${rawAdvice(text)}`,
		'TEMPLATE_SYNTAX',
		offset,
	);
}
