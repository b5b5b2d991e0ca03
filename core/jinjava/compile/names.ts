/** Errors for names that nothing gives a value. */
import { adviceFor } from '../advice';
import { Fault, suggestion } from '../errors';
import { adviceForNearest } from '../nearest';
import { hasFunction, unknownFunction } from '../functions';
import type { NameRead } from '../syntax/ast';

export const rawAdvice = (text: string): string =>
	`to send the braces as they are, write {% raw %}{{${text}}}{% endraw %}`;

/** A name that nothing gives a value. */
export function unknownName(
	{ name, offset }: NameRead,
	roots: ReadonlySet<string>,
	source: string,
): Fault {
	return new Fault(
		`unknown name "${name}"${insteadOfName(name, offset, roots, source)}`,
		'TEMPLATE_UNKNOWN_NAME',
		offset,
	);
}

function insteadOfName(
	name: string,
	offset: number,
	roots: ReadonlySet<string>,
	source: string,
): string {
	const dashed = dashedProperty(source, offset);
	if (dashed !== undefined) return `; for a name that contains a dash write ${dashed}`;
	const advice = roots.has('json') ? adviceFor('name', name) : undefined;
	if (advice !== undefined) return `: write ${advice}; ${rawAdvice(name)}`;
	if (hasFunction(name)) return `: it is a function, write ${name}()`;
	if (/^end[a-z]*$|^el(?:s|se)?if$/.test(name)) return `: write tags as {% ${name} %}`;
	const nearest = suggestion(name, roots) || nearestAdvice(name, roots);
	return `${nearest}; ${rawAdvice(name)}`;
}

const BEFORE_DASH =
	/([\p{L}_](?:[\p{L}\p{N}_.]|\[[^\][]*\])*)\.([\p{L}\p{N}_]+(?:-[\p{L}\p{N}_]+)*-)$/u;

/** What a name means that is nearly one of another language or system; else all that the field can read. */
function nearestAdvice(name: string, roots: ReadonlySet<string>): string {
	const advice = roots.has('json') ? adviceForNearest('name', name) : undefined;
	return advice === undefined ? `: this field can read ${enumerate(roots)}` : `: write ${advice}`;
}

const enumerate = (names: ReadonlySet<string>): string =>
	[...names].join(', ').replace(/, ([^,]*)$/, ' and $1');

/**
 * `customer['loyalty-card']`, where the source says `customer.loyalty-card`: that subtracts two values.
 * @param offset where the part after the dash begins
 */
export function dashedProperty(source: string, offset: number): string | undefined {
	const [, path, beginning] =
		BEFORE_DASH.exec(source.slice(Math.max(0, offset - 200), offset)) ?? [];
	const [ending = ''] = /^[\p{L}\p{N}_]+(?:-[\p{L}\p{N}_]+)*/u.exec(source.slice(offset)) ?? [];
	return path === undefined ? undefined : `${path}['${beginning}${ending}']`;
}

/** The first of the functions called that neither the engine has nor a macro of the template is. */
export function unknownCall(
	calls: readonly NameRead[],
	macros: ReadonlySet<string>,
): Fault | undefined {
	const unknown = calls.find(({ name }) => !macros.has(name) && !hasFunction(name));
	return unknown && unknownFunction(unknown.name, unknown.offset);
}
