/** Templates that read secrets: what goes wrong in them is told without what they read. */
import { TemplateError, type RenderOptions, type Template, type TemplateContext } from '../jinjava';

/**
 * @throws {TemplateError} with field, line and column, and never a value: errors of filters quote what they are given
 */
export function renderSecret(
	template: Template,
	context: TemplateContext,
	{ field, ...options }: RenderOptions & { field: string },
): string {
	try {
		return template.render(context, options);
	} catch (error) {
		if (!(error instanceof TemplateError)) throw error;
		const { code, line, column } = error;
		const reason =
			code === 'TEMPLATE_LIMIT'
				? 'the template makes a value that is too large'
				: 'a filter, function or operation cannot use the value that it gets (not shown, because it may be secret)';
		throw new TemplateError(reason, { line, column }, { code, field });
	}
}
