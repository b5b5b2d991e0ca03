import type { Body, Compilation } from '../compile/compilation';
import { Fault } from '../errors';
import { compileArguments } from '../compile/calls';
import { compileExpression } from '../compile/expressions';
import type { CallArguments } from '../functions';
import { Macro } from '../macro';
import { staticCost } from '../runtime/meter';
import { print } from '../runtime/print';
import { Completion, type Evaluate, type Render } from '../runtime/render';
import type { Value } from '../runtime/values';
import { parseArguments, parseExpression } from '../syntax/expressions';
import type { Tokens } from '../syntax/tokens';
import type { TemplateCompiler } from '../compile/template';
import type { Tag, TagHead } from './tag';

/** A parameter as it is written; its default is kept in a slot from when the macro is defined. */
interface Declaration {
	name: string;
	fallback: { slot: number; evaluate: Evaluate } | undefined;
}

interface Parameter extends Declaration {
	slot: number;
}

/** `{% macro name(a, b=1) %}…{% endmacro %}`, called as `{{ name(…) }}` */
export const macroTag: Tag = (compiler, head) => {
	const { unit } = compiler;
	const { text: name } = head.tokens.expectName('the name of the macro');
	const slot = unit.declare(name);
	const declared = readParameters(head.tokens, unit);
	head.tokens.expectEnd();
	const body = compileBody(compiler, head, declared, 'endmacro');
	return (render) => {
		keepDefaults(declared, render);
		render.variables[slot] = new Macro(name, body);
		return Completion.Normal;
	};
};

/** `{% call name(…) %}…{% endcall %}`: calls a macro, which prints the body with `{{ caller() }}` */
export const callTag: Tag = (compiler, head) => {
	const { unit } = compiler;
	const { tokens, offset } = head;
	const declared = tokens.is('(') ? readParameters(tokens, unit) : [];
	const { text: name } = tokens.expectName('the name of a macro');
	const slot = unit.slot(name);
	tokens.expect('(');
	const evaluateArguments = compileArguments(parseArguments(tokens, ')'), unit);
	tokens.expectEnd();
	const body = compileBody(compiler, head, declared, 'endcall');
	return unit.scoped(() => {
		const callerSlot = unit.declare('caller');
		return (render) => {
			const args = evaluateArguments(render);
			keepDefaults(declared, render);
			render.at = offset;
			const macro = render.variables[slot];
			if (!(macro instanceof Macro)) {
				throw new Fault(`unknown macro "${name}"`, 'TEMPLATE_UNKNOWN_NAME');
			}
			render.variables[callerSlot] = new Macro('caller', body);
			render.write(print(macro.invoke(args, render)));
			return Completion.Normal;
		};
	});
};

/** Reads `(a, b=1)`. */
function readParameters(tokens: Tokens, unit: Compilation): Declaration[] {
	const parameters: Declaration[] = [];
	tokens.expect('(');
	while (!tokens.accept(')')) {
		const { text: name } = tokens.expectName('the name of a parameter');
		const fallback = tokens.accept('=')
			? { slot: unit.temporary(), evaluate: compileExpression(parseExpression(tokens), unit) }
			: undefined;
		parameters.push({ name, fallback });
		if (!tokens.is(')')) tokens.expect(',');
	}
	return parameters;
}

/** Defaults have the value of the moment in which the macro is defined. */
function keepDefaults(parameters: readonly Declaration[], render: Render): void {
	for (const { fallback } of parameters) {
		if (fallback !== undefined) render.variables[fallback.slot] = fallback.evaluate(render);
	}
}

function compileBody(
	compiler: TemplateCompiler,
	{ name, offset }: TagHead,
	declared: readonly Declaration[],
	end: string,
): Body<CallArguments> {
	const { unit } = compiler;
	return unit.scoped<CallArguments>(() => {
		const parameters = declared.map((parameter) => ({
			...parameter,
			slot: unit.declare(parameter.name),
		}));
		const kwargs = unit.declare('kwargs');
		const varargs = unit.declare('varargs');
		const { execute, end: last } = compiler.body(name, offset, [end]);
		const cost = staticCost(last.offset - offset);
		return (render, args) => {
			render.spend(cost);
			const named = fill(parameters, args, render);
			render.variables[kwargs] = named;
			render.variables[varargs] = args.positional.slice(parameters.length);
			return execute(render);
		};
	});
}

/** Gives the parameters their values; the result contains the named arguments that are left over. */
function fill(
	parameters: readonly Parameter[],
	{ positional, named }: CallArguments,
	{ variables }: Render,
): Map<string, Value> {
	const rest = new Map(named);
	parameters.forEach(({ name, slot, fallback }, at) => {
		const kept = fallback === undefined ? null : (variables[fallback.slot] ?? null);
		const given = at < positional.length ? positional[at] : rest.get(name);
		variables[slot] = given === undefined ? kept : given;
		rest.delete(name);
	});
	return rest;
}
