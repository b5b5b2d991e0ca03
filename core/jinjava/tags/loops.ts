import { Fault } from '../errors';
import { compileExpression } from '../compile/expressions';
import { nullItem } from '../generation';
import { items } from '../runtime/iterate';
import { staticCost } from '../runtime/meter';
import { LoopStatus } from '../runtime/loop';
import { Completion, type Execute, type Render } from '../runtime/render';
import { isList, type List, type Value } from '../runtime/values';
import { parseExpression } from '../syntax/expressions';
import type { Tokens } from '../syntax/tokens';
import type { Tag } from './tag';

/** `{% for item in list %}…{% else %}…{% endfor %}`, with unpacking: `{% for key, value in map.items() %}` */
export const forTag: Tag = (compiler, { name, tokens, offset }) => {
	const { unit } = compiler;
	const names = readNames(tokens);
	const evaluate = compileExpression(parseExpression(tokens), unit);
	tokens.expectEnd();
	let otherwise: Execute | undefined;
	const loop = unit.scoped<List>(() => {
		const slots = names.map((variable) => unit.declare(variable));
		const loopSlot = unit.declare('loop');
		const { execute: body, end } = compiler.body(name, offset, ['else', 'endfor']);
		if (end.name === 'else') otherwise = compiler.body('else', end.offset, ['endfor']).execute;
		const cost = staticCost(end.offset - offset);
		return (render, list) => runLoop(render, list, body, slots, loopSlot, cost);
	});
	return (render) => {
		render.at = offset;
		const list = items(evaluate(render));
		if (list.length === 0) return otherwise?.(render) ?? Completion.Normal;
		return loop(render, list);
	};
};

function readNames(tokens: Tokens): string[] {
	const names: string[] = [];
	do names.push(tokens.expectName('the name of a loop variable').text);
	while (tokens.accept(','));
	tokens.expect('in');
	return names;
}

function runLoop(
	render: Render,
	list: List,
	body: Execute,
	slots: readonly number[],
	loopSlot: number,
	cost: number,
): Completion {
	const { variables } = render;
	const status = new LoopStatus(list);
	variables[loopSlot] = status;
	const outside = slots.map((slot) => variables[slot]);
	for (let at = 0; at < list.length; at += 1) {
		render.turn(cost);
		status.at = at;
		assign(render, slots, list[at] ?? null, outside);
		if (body(render) === Completion.Break) break;
	}
	return Completion.Normal;
}

/**
 * Gives the loop's variables their values, one of a list each when there are several.
 * @param outside what the variables hold outside of the loop
 */
function assign(
	{ variables }: Render,
	slots: readonly number[],
	item: Value,
	outside: ReadonlyArray<Value | undefined>,
): void {
	if (slots.length === 1) {
		variables[slots[0] as number] = item ?? nullItem(outside[0]);
		return;
	}
	const parts = isList(item) ? item : [];
	slots.forEach((slot, at) => {
		variables[slot] = parts[at] ?? nullItem(outside[at]);
	});
}

/** `{% break %}` and `{% continue %}` */
export const leaveLoop =
	(completion: Completion): Tag =>
	(compiler, { name, tokens, offset }) => {
		tokens.expectEnd();
		if (!compiler.isInside('for')) {
			throw new Fault(`tag "${name}" stands outside of a loop`, 'TEMPLATE_SYNTAX', offset);
		}
		return () => completion;
	};
