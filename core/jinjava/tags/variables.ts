import type { Compilation } from '../compile/compilation';
import { Fault } from '../errors';
import { compileExpression } from '../compile/expressions';
import { givesNothing } from '../compile/members';
import { describe } from '../runtime/compare';
import { print } from '../runtime/print';
import { Completion, type Evaluate, type Execute, type Render } from '../runtime/render';
import type { Value } from '../runtime/values';
import type { Expression } from '../syntax/ast';
import { parseExpression, parseFilters } from '../syntax/expressions';
import type { Tokens } from '../syntax/tokens';
import type { TemplateCompiler } from '../compile/template';
import type { Tag, TagHead } from './tag';

/** Gives a variable, or an entry of a namespace, its value. */
type Assign = (render: Render, value: Value) => void;

/** `{% set a = 1 %}`, `{% set a, b = 1, 2 %}`, `{% set ns.a = 1 %}` and `{% set a | upper %}…{% endset %}` */
export const setTag: Tag = (compiler, head) => {
	const { unit } = compiler;
	const { tokens } = head;
	const names = readTargets(tokens);
	if (!tokens.accept('=')) return setBlock(compiler, head, names);
	const values = [compileAssigned(parseExpression(tokens), names, unit)];
	while (tokens.accept(',')) values.push(compileExpression(parseExpression(tokens), unit));
	tokens.expectEnd();
	if (values.length !== names.length) {
		throw new Fault('tag "set" needs as many values as names', 'TEMPLATE_SYNTAX', head.offset);
	}
	const targets = names.map((name) => compileTarget(name, unit));
	if (targets.length === 1) return setOne(targets[0] as Assign, values[0] as Evaluate);
	return (render) => {
		const evaluated = values.map((value) => value(render));
		targets.forEach((assign, at) => assign(render, evaluated[at] ?? null));
		return Completion.Normal;
	};
};

/** The value of the first variable; `{% set _ = list.sort() %}` is legal where nobody reads it. */
function compileAssigned(
	expression: Expression,
	[target]: readonly Target[],
	unit: Compilation,
): Evaluate {
	if (target && expression.type === 'method' && givesNothing(expression.name)) {
		unit.dropsResult = true;
		unit.setBlank(target.name, expression.offset, expression.name);
	}
	return compileExpression(expression, unit);
}

const setOne =
	(assign: Assign, evaluate: Evaluate): Execute =>
	(render) => {
		assign(render, evaluate(render));
		return Completion.Normal;
	};

interface Target {
	name: string;
	key: string | undefined;
	offset: number;
}

function readTargets(tokens: Tokens): Target[] {
	const targets: Target[] = [];
	do {
		const { text: name, offset } = tokens.expectName('the name of a variable');
		const key = tokens.accept('.') ? tokens.expectName('the name of an entry').text : undefined;
		targets.push({ name, key, offset });
	} while (tokens.accept(','));
	return targets;
}

function compileTarget({ name, key, offset }: Target, unit: Compilation): Assign {
	if (key === undefined) {
		const slot = unit.declare(name);
		return (render, value) => {
			render.variables[slot] = value;
		};
	}
	const slot = unit.slot(name);
	return (render, value) => {
		const namespace = render.variables[slot] ?? null;
		render.at = offset;
		if (!(namespace instanceof Map)) {
			throw new Fault(`"${name}" is ${describe(namespace)}, not a namespace`);
		}
		render.checkLength(namespace.size + 1);
		namespace.set(key, value);
	};
}

/** Jinjava's name for text that nobody reads: what its body sets stays set. */
const IGNORED = '__ignored__';

function setBlock(compiler: TemplateCompiler, head: TagHead, names: readonly Target[]): Execute {
	const { unit } = compiler;
	const { tokens, offset } = head;
	const [target] = names;
	if (target === undefined || names.length > 1) {
		throw new Fault('tag "set" with a body needs one name', 'TEMPLATE_SYNTAX', offset);
	}
	const change = readFilters(tokens, unit);
	const compileBody = () => compiler.body(head.name, offset, ['endset']).execute;
	const execute = target.name === IGNORED ? compileBody() : unit.scoped(compileBody);
	const assign = compileTarget(target, unit);
	return (render) => {
		assign(render, change(render, render.capture(execute)));
		return Completion.Normal;
	};
}

/** Reads `| upper | trim` up to the end of a tag: what is done to the text of its body. */
function readFilters(tokens: Tokens, unit: Compilation): (render: Render, text: string) => Value {
	if (tokens.atEnd) return (_render, text) => text;
	tokens.expect('|');
	return compileFilters(tokens, unit);
}

function compileFilters(
	tokens: Tokens,
	unit: Compilation,
): (render: Render, text: string) => Value {
	const { offset } = tokens.peek();
	const slot = unit.temporary();
	const subject = { type: 'slot', slot, offset } as const;
	const evaluate = compileExpression(parseFilters(tokens, subject), unit);
	tokens.expectEnd();
	return (render, text) => {
		render.variables[slot] = text;
		return evaluate(render);
	};
}

/** `{% filter upper %}…{% endfilter %}` */
export const filterTag: Tag = (compiler, head) => {
	const change = compileFilters(head.tokens, compiler.unit);
	const { execute } = compiler.body(head.name, head.offset, ['endfilter']);
	return (render) => {
		render.write(print(change(render, render.capture(execute))));
		return Completion.Normal;
	};
};

/** `{% do expression %}` evaluates, `{% do %}…{% enddo %}` renders: neither prints anything. */
export const doTag: Tag = (compiler, { name, tokens, offset }) => {
	const { unit } = compiler;
	if (tokens.atEnd) {
		const { execute } = compiler.body(name, offset, ['enddo']);
		return (render) => {
			render.capture(execute);
			return Completion.Normal;
		};
	}
	const expression = parseExpression(tokens);
	tokens.expectEnd();
	unit.dropsResult = expression.type === 'method';
	const evaluate = compileExpression(expression, unit);
	return (render) => {
		evaluate(render);
		return Completion.Normal;
	};
};

/** `{% print expression %}` */
export const printTag: Tag = ({ unit }, { tokens }) => {
	const evaluate = compileExpression(parseExpression(tokens), unit);
	tokens.expectEnd();
	return (render) => {
		render.write(print(evaluate(render)));
		return Completion.Normal;
	};
};
