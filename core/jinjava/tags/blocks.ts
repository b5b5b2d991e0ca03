import type { Tag } from './tag';

/** `{% autoescape %}…{% endautoescape %}`: inserts inside are escaped for HTML unless they are `safe`. */
export const autoescapeTag: Tag = (compiler, { name, tokens, offset }) => {
	const escapes = !(tokens.accept('false') || tokens.accept('False'));
	tokens.accept('true');
	tokens.expectEnd();
	const { execute } = compiler.body(name, offset, ['endautoescape']);
	return (render) => {
		const before = render.autoescape;
		render.autoescape = escapes;
		const completion = execute(render);
		render.autoescape = before;
		return completion;
	};
};

/** `{% block name %}…{% endblock %}`: there is no other template to fill it, so its own body stands. */
export const blockTag: Tag = (compiler, { name, tokens, offset }) => {
	tokens.expectName('the name of the block');
	tokens.expectEnd();
	return compiler.unit.scoped(() => {
		return compiler.body(name, offset, ['endblock']).execute;
	});
};
