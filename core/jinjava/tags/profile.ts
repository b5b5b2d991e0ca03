import { SkipItem } from '../errors';
import { access } from '../runtime/access';
import { print } from '../runtime/print';
import { Completion, type Execute } from '../runtime/render';
import type { Value } from '../runtime/values';
import type { Tokens } from '../syntax/tokens';
import type { TemplateCompiler } from '../compile/template';
import type { Tag, TagHead } from './tag';

/**
 * `{% customer attribute %}`, `{% customer.attribute %}` or `{% customer['attribute'] %}`: an attribute of the profile
 * that the request cannot do without.
 */
export const customerTag: Tag = (compiler, head) =>
	required(compiler, head, 'customer', (name) => `the profile has no attribute "${name}"`);

/** `{% context fieldId %}`: the value of a form field that the request cannot do without. */
export const contextTag: Tag = (compiler, head) =>
	required(compiler, head, 'context', (name) => `the form field "${name}" has no value`);

function required(
	{ unit }: TemplateCompiler,
	{ tokens, text, offset }: TagHead,
	source: string,
	reason: (name: string) => string,
): Execute {
	const path = readPath(tokens, text);
	const slot = unit.read(source, offset);
	return (render) => {
		const holder = render.variable(slot, source);
		const value = path.reduce<Value>((object, name) => access(object, name), holder);
		if (value === null)
			throw new SkipItem(reason(path.join('.')), { code: 'TEMPLATE_VALUE_MISSING' });
		render.write(print(value));
		return Completion.Normal;
	};
}

/** A name with what is not an operator here, such as a dash: `loyalty-card`. */
const BARE_NAME = /^[\p{L}\p{N}_$:@-]+(?:\.[\p{L}\p{N}_$:@-]+)*$/u;

/** Reads ` name`, `.name`, `['name']` or a row of these. */
function readPath(tokens: Tokens, text: string): string[] {
	const written = text.trim().replace(/^\./, '');
	if (BARE_NAME.test(written)) return written.split('.');
	const path = [readStep(tokens)];
	while (tokens.is('.') || tokens.is('[')) path.push(readStep(tokens));
	tokens.expectEnd();
	return path;
}

function readStep(tokens: Tokens): string {
	if (tokens.accept('[')) {
		const name = readText(tokens);
		tokens.expect(']');
		return name;
	}
	tokens.accept('.');
	return tokens.peek().kind === 'literal'
		? readText(tokens)
		: tokens.expectName('the name of an attribute').text;
}

function readText(tokens: Tokens): string {
	if (tokens.peek().kind !== 'literal') tokens.fail('expected the name of an attribute in quotes');
	return print(tokens.next().value);
}
