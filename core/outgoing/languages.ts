/**
 * Which language an insert is written in, decided insert by insert: Jinjava's `{{ event.params.id }}` and n8n's
 * `{{ $json.id }}` stand side by side in one field, whichever mode of n8n's editor the field is in.
 */
import { hasFunction, type Insert } from '../jinjava';
import { TEMPLATE_ROOTS } from './context';

/** In Fixed mode n8n's inserts are those that read a name beginning with `$`. */
export const isExpressionInFixedMode = ({ readsHost }: Insert): boolean => readsHost;

/**
 * In Expression mode plain JavaScript is n8n's, too: what Jinjava cannot parse, what reads or calls a name that no
 * template has, and what reads nothing at all, such as `{{ 42 }}`. A filter or test makes an insert Jinjava's, so that a
 * name that is misspelt in it is told.
 */
export function isExpressionInExpressionMode(insert: Insert): boolean {
	const { readsHost, parses, isConstant, isPlain, expression } = insert;
	if (readsHost || !parses) return true;
	if (expression === '' || !isPlain) return false;
	return isConstant || unknownName(insert) !== undefined;
}

/** A name that no template has; none where the insert is n8n's for another reason. */
export function unknownName({ readsHost, roots, calls }: Insert): string | undefined {
	if (readsHost) return undefined;
	return (
		[...roots].find((name) => !TEMPLATE_ROOTS.has(name)) ??
		[...calls].find((name) => !hasFunction(name))
	);
}

/** Names of n8n whose values are the same for all items of an execution. */
const SHARED =
	/^\$(?:env|execution|nodeId|nodeVersion|vars|webhookId|workflow)(?:\.[\p{L}\p{N}_]+)*$/u;

/** Whether an expression has one value for all items, as far as its text tells: `$vars.base`, `$workflow.id`. */
export const isSameForAllItems = ({ expression }: Insert): boolean => SHARED.test(expression);
