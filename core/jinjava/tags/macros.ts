import type { Body, Compilation } from '../compile/compilation';
import { Fault } from '../errors';
import { compileArguments } from '../compile/calls';
import { compileExpression } from '../compile/expressions';
import type { CallArguments } from '../functions';
import { Macro } from '../macro';
import { print } from '../runtime/print';
import { Completion, type Evaluate, type Render } from '../runtime/render';
import type { Value } from '../runtime/values';
import { parseArguments, parseExpression } from '../syntax/expressions';
import type { Tokens } from '../syntax/tokens';
import type { Tag, TagHead, TemplateCompiler } from '../compile/template';

interface Parameter {
	name: string;
	slot: number;
	/** The slot that keeps the default from when the macro was defined. */
	fallback: { slot: number; evaluate: Evaluate } | undefined;
}

/** `{% macro name(a, b=1) %}…{% endmacro %}`, called as `{{ name(…) }}` */
export const macroTag: Tag = (compiler, head) => {
	const { unit } = compiler;
	const { text: name } = head.tokens.expectName('the name of the macro');
	const slot = unit.declare(name);
	const defaults = readDefaults(head.tokens, unit);
	head.tokens.expectEnd();
	const body = compileBody(compiler, head, defaults, 'endmacro');
	return (render) => {
		keepDefaults(defaults, render);
		render.variables[slot] = new Macro(name, body);
		return Completion.Normal;
	};
};

/** `{% call name(…) %}…{% endcall %}`: calls a macro, which prints the body with `{{ caller() }}` */
export const callTag: Tag = (compiler, head) => {
	const { unit } = compiler;
	const { tokens, offset } = head;
	const defaults = tokens.is('(') ? readDefaults(tokens, unit) : [];
	const { text: name } = tokens.expectName('the name of a macro');
	const slot = unit.slot(name);
	tokens.expect('(');
	const evaluateArguments = compileArguments(parseArguments(tokens, ')'), unit);
	tokens.expectEnd();
	const body = compileBody(compiler, head, defaults, 'endcall');
	return unit.scoped(() => {
		const callerSlot = unit.declare('caller');
		return (render) => {
			const args = evaluateArguments(render);
			keepDefaults(defaults, render);
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

interface Default {
	name: string;
	fallback: { slot: number; evaluate: Evaluate } | undefined;
}

/** Reads `(a, b=1)`. */
function readDefaults(tokens: Tokens, unit: Compilation): Default[] {
	const parameters: Default[] = [];
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
function keepDefaults(parameters: readonly Default[], render: Render): void {
	for (const { fallback } of parameters) {
		if (fallback !== undefined) render.variables[fallback.slot] = fallback.evaluate(render);
	}
}

function compileBody(
	compiler: TemplateCompiler,
	{ name, offset }: TagHead,
	defaults: readonly Default[],
	end: string,
): Body<CallArguments> {
	const { unit } = compiler;
	return unit.scoped<CallArguments>(() => {
		const parameters = defaults.map((parameter) => ({
			...parameter,
			slot: unit.declare(parameter.name),
		}));
		const kwargs = unit.declare('kwargs');
		const varargs = unit.declare('varargs');
		const { execute } = compiler.body(name, offset, [end]);
		return (render, args) => {
			const named = fill(parameters, args, render);
			render.variables[kwargs] = named;
			render.variables[varargs] = args.positional.slice(parameters.length);
			return execute(render);
		};
	});
}

/** Gives the parameters their values; the result holds the named arguments that are left over. */
function fill(
	parameters: readonly Parameter[],
	{ positional, named }: CallArguments,
	{ variables }: Render,
): Map<string, Value> {
	const rest = new Map(named);
	parameters.forEach(({ name, slot, fallback }, at) => {
		const kept = fallback === undefined ? undefined : variables[fallback.slot];
		variables[slot] = positional[at] ?? rest.get(name) ?? kept ?? null;
		rest.delete(name);
	});
	return rest;
}
