/** What `{{ … }}` does: prints a value, and tells those who watch of one that is missing. */
import { escapeHtml } from '../filters/escaping';
import { print } from '../runtime/print';
import { Completion, type Execute, type Render } from '../runtime/render';
import { SafeString, type Value } from '../runtime/values';
import type { Expression } from '../syntax/ast';
import { FALLBACK_FILTERS } from '../syntax/inserts';
import type { Segment } from '../syntax/scanner';
import type { Compilation } from './compilation';
import { compileExpression, plainPath } from './expressions';
import { keysOfPath, type Path, type PathNode } from './paths';

/** An insert that prints a path, and the literal text before it. */
export interface PathInsert {
	before: string;
	path: PathNode;
	segment: Segment;
}

/** An insert that only prints a path; undefined for any other. */
export function pathInsert(
	segment: Segment,
	before: string,
	expression: Expression,
	unit: Compilation,
): PathInsert | undefined {
	const path = plainPath(expression, unit);
	return path && { before, path: unit.readPath(path), segment };
}

/** Prints paths one after the other, which is all that most templates do. */
export function writePaths(inserts: readonly PathInsert[]): Execute {
	const { length } = inserts;
	return (render) => {
		if (render.isDirect) {
			let written = '';
			for (let at = 0; at < length; at += 1) {
				const { before, path } = inserts[at] as PathInsert;
				const value = path.read(render);
				written += before + (typeof value === 'string' ? value : print(value));
			}
			render.write(written);
		} else {
			for (const { before, path, segment } of inserts) {
				writeWatched(render, path.read(render), before, segment, undefined);
			}
		}
		render.spend(length);
		return Completion.Normal;
	};
}

/** @param before literal text that is written in the same step */
export function writeInsert(
	segment: Segment,
	before: string,
	expression: Expression,
	unit: Compilation,
): Execute {
	const evaluate = compileExpression(expression, unit);
	const path = pathOfSubject(expression);
	const subject = path && unit.watchPath(path);
	return (render) => {
		const value = evaluate(render);
		if (!render.isDirect) writeWatched(render, value, before, segment, subject);
		else if (typeof value === 'string') render.write(before + value);
		else render.write(before + print(value));
		render.spend(1);
		return Completion.Normal;
	};
}

/** Writes where text is escaped, or where somebody is told of each insert. */
function writeWatched(
	render: Render,
	value: Value,
	before: string,
	segment: Segment,
	subject: PathNode | undefined,
): void {
	const { onInsert, onMissing } = render.settings;
	const text = textOf(value, render.autoescape);
	render.write(before + text);
	if (onMissing && (value === null || subject?.read(render) === null)) {
		onMissing(segment.offset, segment.text.length);
	}
	onInsert?.(segment, false, text);
}

const textOf = (value: Value, autoescape: boolean): string =>
	autoescape && !(value instanceof SafeString) ? escapeHtml(print(value)) : print(value);

/**
 * The path at the beginning of a chain of filters, `customer.tags` of `{{ customer.tags | join(', ') }}`: its absence is
 * worth telling of though the filters make a text of it. JSON has its own word for it.
 */
function pathOfSubject(expression: Expression): Path | undefined {
	if (expression.type !== 'filter' || expression.name === 'tojson') return undefined;
	if (FALLBACK_FILTERS.has(expression.name)) return undefined;
	const { subject } = expression;
	return subject.type === 'index' ? keysOfPath(subject) : pathOfSubject(subject);
}
