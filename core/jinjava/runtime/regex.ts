import { RE2JS, type Matcher } from 're2js';
import { Fault } from '../errors';

/** Characters; linear time is still time. */
const MAX_SUBJECT = 1_000_000;
const MAX_PATTERN = 1000;

/**
 * A search of a text by a regular expression in RE2's syntax, whose time grows only linearly with the text:
 * no look-around and no back-references.
 */
export function searchRegex(pattern: string, text: string): Matcher {
	if (text.length > MAX_SUBJECT || pattern.length > MAX_PATTERN) {
		throw new Fault('the text or the regular expression is too long', 'TEMPLATE_LIMIT');
	}
	try {
		return RE2JS.compile(pattern).matcher(text);
	} catch (error) {
		const reason = error instanceof Error ? `: ${error.message}` : '';
		throw new Fault(`"${pattern}" is not a regular expression this engine can run${reason}`);
	}
}
