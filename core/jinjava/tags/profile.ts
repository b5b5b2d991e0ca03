import { SkipItem } from '../errors';
import { print } from '../runtime/print';
import { Completion, type Execute } from '../runtime/render';
import { getKey, isDictionary, type Value } from '../runtime/values';
import type { Tag, TagHead, TemplateCompiler } from '../compile/template';

/** `{% customer attribute %}`: an attribute of the profile that the request cannot do without. */
export const customerTag: Tag = (compiler, head) =>
	required(compiler, head, 'customer', (name) => `the profile has no attribute "${name}"`);

/** `{% context fieldId %}`: the value of a form field that the request cannot do without. */
export const contextTag: Tag = (compiler, head) =>
	required(compiler, head, 'context', (name) => `the form field "${name}" has no value`);

function required(
	{ unit }: TemplateCompiler,
	{ tokens, offset }: TagHead,
	source: string,
	reason: (name: string) => string,
): Execute {
	const { text: name } = tokens.expectName('the name of an attribute');
	tokens.expectEnd();
	const slot = unit.read(source, offset);
	return (render) => {
		const holder: Value = render.variables[slot] ?? render.fromContext(source);
		const value = isDictionary(holder) ? getKey(holder, name) : null;
		if (value === null) throw new SkipItem(reason(name), { code: 'TEMPLATE_VALUE_MISSING' });
		render.write(print(value));
		return Completion.Normal;
	};
}
