/** Names that begin with `$` belong to the host (n8n's `$json`, `$now`, `$('Node')`). */

import type { NameRead } from './ast';

/** Strings, template literals, names, and single characters of a JavaScript or Jinjava expression. */
const PIECES =
	/'[^'\\]*(?:\\.[^'\\]*)*'|"[^"\\]*(?:\\.[^"\\]*)*"|`[^`\\]*(?:\\.[^`\\]*)*`|[\p{L}_$][\p{L}\p{N}_$]*|\S/gsu;
const EMBEDDED = /\$\{([^}]*)\}/g;

/**
 * The first name that begins with `$` in an expression: not in a string, and not a property (`a.$b`).
 * @param base where the expression stands in its template
 */
export function findHostName(expression: string, base = 0): NameRead | undefined {
	let dots = 0;
	for (const { 0: piece, index } of expression.matchAll(PIECES)) {
		const offset = base + index;
		// `a.$b` is a property, `...$b` reads the name.
		if (piece.startsWith('$') && dots !== 1) return { name: piece, offset };
		const embedded = piece.length > 1 && piece.startsWith('`') && findEmbedded(piece);
		if (embedded) return { name: embedded.name, offset };
		dots = piece === '.' ? dots + 1 : 0;
	}
	return undefined;
}

/** A name in the code of a template literal, `${…}`. */
function findEmbedded(literal: string): NameRead | undefined {
	for (const [, code = ''] of literal.matchAll(EMBEDDED)) {
		const found = findHostName(code);
		if (found) return found;
	}
	return undefined;
}
