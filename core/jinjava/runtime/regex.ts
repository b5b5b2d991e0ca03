import { RE2JS, type Matcher } from 're2js';
import { Fault } from '../errors';
import type { Render } from './render';

const MAX_PATTERN = 1000;
/** Characters of the text times instructions of the expression: linear time is still time. */
const MAX_WORK = 10_000_000;
const WORK_PER_STEP = 4;

/**
 * A search of a text by a regular expression in RE2's syntax, whose time grows only linearly with the text:
 * no look-around and no back-references.
 */
export function searchRegex(pattern: string, text: string, render: Render): Matcher {
	const regex = compileRegex(pattern);
	const work = text.length * regex.programSize();
	if (work > MAX_WORK) {
		throw new Fault('the text is too long for this regular expression', 'TEMPLATE_LIMIT');
	}
	render.spend(Math.ceil(work / WORK_PER_STEP));
	return regex.matcher(text);
}

function compileRegex(pattern: string): RE2JS {
	if (pattern.length > MAX_PATTERN) {
		throw new Fault('the regular expression is too long', 'TEMPLATE_LIMIT');
	}
	try {
		return RE2JS.compile(pattern);
	} catch (error) {
		const reason = error instanceof Error ? `: ${error.message}` : '';
		throw new Fault(`"${pattern}" is not a regular expression this engine can run${reason}`);
	}
}
