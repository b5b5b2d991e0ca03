import { compileExpression } from '../expressions';
import { print } from '../runtime/print';
import { Completion } from '../runtime/render';
import { parseExpression } from '../syntax/expressions';
import type { Tag } from '../template';

/** `{% set name = value %}` */
export const setTag: Tag = ({ unit }, { tokens }) => {
	const { text: name } = tokens.expectName('the name of a variable');
	tokens.expect('=');
	const evaluate = compileExpression(parseExpression(tokens), unit);
	tokens.expectEnd();
	const slot = unit.declare(name);
	return (render) => {
		render.variables[slot] = evaluate(render);
		return Completion.Normal;
	};
};

/** `{% do expression %}`: evaluates and prints nothing. */
export const doTag: Tag = ({ unit }, { tokens }) => {
	const evaluate = compileExpression(parseExpression(tokens), unit);
	tokens.expectEnd();
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
