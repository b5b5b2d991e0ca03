import { Fault } from '../errors';
import { compileExpression } from '../compile/expressions';
import { access } from '../runtime/access';
import { equals } from '../runtime/compare';
import { LoopStatus } from '../runtime/loop';
import { print } from '../runtime/print';
import { Completion, type Evaluate, type Render } from '../runtime/render';
import { isList, type Value } from '../runtime/values';
import { parseExpression } from '../syntax/expressions';
import { Tokens } from '../syntax/tokens';
import type { TemplateCompiler } from '../compile/template';
import type { Tag, TagHead } from './tag';

/**
 * `{% cycle 'odd', 'even' %}` prints one of its values a turn; `{% cycle 'a', 'b' as name %}` keeps them for
 * `{% cycle name %}`. As in Jinjava, a value that cannot be resolved prints as it is written.
 */
export const cycleTag: Tag = (compiler, head) => {
	const { unit } = compiler;
	const [list = '', name] = head.text.split(/\sas\s+(?=[\w$]+\s*$)/);
	const values = list.split(',').map((written) => readValue(compiler, head, written));
	const loopSlot = unit.slot('loop');
	if (name !== undefined) {
		const slot = unit.declare(name.trim());
		return (render) => {
			render.variables[slot] = values.map((value) => value(render));
			return Completion.Normal;
		};
	}
	return (render) => {
		const loop = render.variables[loopSlot];
		const turn = loop instanceof LoopStatus ? loop.at : 0;
		const [only] = values;
		const kept = values.length === 1 ? only?.(render) : undefined;
		const value = isList(kept ?? null)
			? access(kept ?? null, turn % ((kept as Value[]).length || 1))
			: values[turn % values.length]?.(render);
		render.write(print(value ?? null));
		return Completion.Normal;
	};
};

function readValue({ unit }: TemplateCompiler, head: TagHead, written: string): Evaluate {
	const source = written.trim();
	try {
		const tokens = new Tokens(source, head.offset);
		const evaluate = compileExpression(parseExpression(tokens), unit);
		tokens.expectEnd();
		return (render) => evaluate(render) ?? source;
	} catch (error) {
		if (error instanceof Fault && error.code === 'TEMPLATE_SYNTAX' && source !== '')
			return () => source;
		throw error;
	}
}

/** `{% ifchanged x %}…{% endifchanged %}`: renders when the value differs from the one before. */
export const ifChangedTag: Tag = (compiler, head) => {
	const { unit } = compiler;
	const evaluate = compileExpression(parseExpression(head.tokens), unit);
	head.tokens.expectEnd();
	const slot = unit.declare(`ifchanged ${head.text.trim()}`);
	const { execute } = compiler.body(head.name, head.offset, ['endifchanged']);
	return (render) =>
		changed(render, slot, evaluate(render)) ? execute(render) : Completion.Normal;
};

function changed({ variables }: Render, slot: number, value: Value): boolean {
	const former = variables[slot] ?? null;
	variables[slot] = value;
	return !equals(former, value);
}
