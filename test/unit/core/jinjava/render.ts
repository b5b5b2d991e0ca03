import { compile, type RenderOptions, type TemplateContext } from '../../../../core/jinjava';

/** Renders a template of the field `jsonBody`. */
export const render = (
	template: string,
	context: TemplateContext = {},
	options: RenderOptions = {},
): string => compile(template, { field: 'jsonBody' }).render(context, options);
