import { compileExpression } from '../compile/expressions';
import { Completion, type Evaluate, type Execute } from '../runtime/render';
import { isTruthy } from '../runtime/values';
import { parseExpression } from '../syntax/expressions';
import type { TemplateCompiler } from '../compile/template';
import type { Tag, TagHead } from './tag';

/** `{% if a %}…{% elif b %}…{% else %}…{% endif %}` */
export const ifTag: Tag = (compiler, head) => chain(compiler, head, 'endif', false);

/** `{% unless a %}…{% else %}…{% endunless %}` */
export const unlessTag: Tag = (compiler, head) => chain(compiler, head, 'endunless', true);

const nothing: Execute = () => Completion.Normal;

function chain(compiler: TemplateCompiler, head: TagHead, end: string, negated: boolean): Execute {
	const condition = readCondition(compiler, head);
	const { execute, end: next } = compiler.body(head.name, head.offset, [
		'elif',
		'elseif',
		'else',
		end,
	]);
	const otherwise = alternative(compiler, next, end);
	return (render) =>
		isTruthy(condition(render)) !== negated ? execute(render) : otherwise(render);
}

/** What follows when a condition is false. */
function alternative(compiler: TemplateCompiler, head: TagHead, end: string): Execute {
	if (head.name === end) return nothing;
	if (head.name !== 'else') return chain(compiler, head, end, false);
	head.tokens.expectEnd();
	return compiler.body('else', head.offset, [end]).execute;
}

function readCondition({ unit }: TemplateCompiler, { tokens }: TagHead): Evaluate {
	const condition = compileExpression(parseExpression(tokens), unit);
	tokens.expectEnd();
	return condition;
}
