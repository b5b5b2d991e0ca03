/** Errors for what is well formed but would send an empty text, or text that was meant for another system. */
import { Fault, instead, positionAt } from '../errors';
import { filters } from '../filters';
import type { Value } from '../runtime/values';
import type { Expression, ExpressionNode } from '../syntax/ast';
import { findHostName } from '../syntax/host-names';
import type { Insert } from '../syntax/inserts';
import type { Segment } from '../syntax/scanner';
import type { Tags } from '../tags/tag';
import { dashedProperty, rawAdvice } from './names';

/** A tag whose body is being compiled, and the tag that ends it. */
export interface OpenTag {
	name: string;
	offset: number;
	end: string;
}

/** `{% endif %}` where no `if` is open, or where another tag is open inside of it. */
export function unexpectedTag(
	{ name, offset }: { name: string; offset: number },
	open: readonly OpenTag[],
	source: string,
): Fault {
	const innermost = open.length > 1 ? open.at(-1) : undefined;
	const reason =
		innermost === undefined
			? `no tag is open that "${name}" could belong to`
			: `"${innermost.name}" of line ${positionAt(source, innermost.offset).line} is still open; ` +
				`close it with {% ${innermost.end} %} first`;
	return new Fault(`unexpected tag "${name}": ${reason}`, 'TEMPLATE_SYNTAX', offset);
}

export const unknownTag = ({ name, offset }: { name: string; offset: number }, tags: Tags): Fault =>
	new Fault(
		`unknown tag "${name}"${instead('tag', name, tags.keys())}`,
		'TEMPLATE_UNKNOWN_NAME',
		offset,
	);

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

/** `$json.name | upper` would be a bitwise "or" to the host, which gives 0. */
export function refuseFiltersOfHost({ filters: names }: Insert, { offset }: Segment): void {
	const known = [...names].find((name) => filters.has(name));
	if (known === undefined) return;
	throw new Fault(
		`the filter "${known}" does not work in an expression of n8n, which this insert is because of its $ name: ` +
			'read the value as a template does, for example json.name instead of $json.name',
		'TEMPLATE_SYNTAX',
		offset,
	);
}

const insteadOf = (name: string): string =>
	name === '$json'
		? 'write json'
		: `write {% set value %}{{ ${name} … }}{% endset %} before the tag and read value in it`;

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

/** `customer.points` of an expression that is a path of names; undefined for any other. */
export function pathOf(node: Expression): string | undefined {
	if (node.type === 'name') return node.name;
	if (node.type !== 'index' || node.key.type !== 'literal') return undefined;
	const object = pathOf(node.object);
	if (object === undefined) return undefined;
	const { value } = node.key;
	if (typeof value !== 'string') return `${object}[${String(value)}]`;
	return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(value) ? `${object}.${value}` : `${object}['${value}']`;
}

const named = (node: Expression): string => pathOf(node) ?? 'a value of this expression';

/** An operand of arithmetic that has no value. */
export function missingOperand(
	node: ExpressionNode<'binary'>,
	isLeft: boolean,
	source: string,
): Fault {
	const operand = isLeft ? node.left : node.right;
	const { operator, offset } = node;
	const dashed = operator === '-' ? dashedProperty(source, offset + 1) : undefined;
	return missingNumber(operand, operator, offset, dashed);
}

/** @param dashed what to write where a name with a dash was meant */
export function missingNumber(
	operand: Expression,
	operator: string,
	offset: number,
	dashed?: string,
): Fault {
	const advice =
		dashed === undefined
			? `write ${pathOf(operand) ?? '(…)'} | default(0) where it may be missing`
			: `for a name that contains a dash write ${dashed}`;
	return new Fault(
		`${named(operand)} has no value to calculate with ("${operator}"); ${advice}`,
		'TEMPLATE_VALUE',
		offset,
	);
}

/** A fault of a filter or test that comes from a variable without a value. */
export function missingSubject(
	fault: Fault,
	operands: ReadonlyArray<{ node: Expression; value: Value | undefined }>,
): Fault {
	const missing = operands.find(({ node, value }) => value === null && pathOf(node) !== undefined);
	const path = missing && pathOf(missing.node);
	if (path === undefined) return fault;
	return new Fault(
		`${path} has no value: ${fault.message}; write ${path} | default(…) where it may be missing`,
		fault.code,
		fault.offset,
	);
}

/** The subject of a filter that cannot do without one. */
export function missingValue({ subject, name, offset }: ExpressionNode<'filter'>): Fault {
	const advice = `write ${pathOf(subject) ?? '(…)'} | default(…) | ${name} where it may be missing`;
	return new Fault(
		`${named(subject)} has no value for the filter "${name}"; ${advice}`,
		'TEMPLATE_VALUE',
		offset,
	);
}

/** An argument of a filter that is a variable without a value. */
export const missingArgument = (node: Expression, filter: string, offset: number): Fault =>
	new Fault(
		`${named(node)} has no value for the filter "${filter}"; write ${named(node)} | default(…) where it may be missing`,
		'TEMPLATE_VALUE',
		offset,
	);

/** An insert between whose braces nothing stands. */
export const emptyInsert = (text: string, offset: number): Fault =>
	new Fault(
		`{{${text}}} inserts nothing: write the name of a value, or ${rawAdvice(text)}`,
		'TEMPLATE_SYNTAX',
		offset,
	);
