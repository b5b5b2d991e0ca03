/** The pattern of a form field: RE2, whose time grows only linearly with the value. */
import { RE2JS } from 're2js';

const MAX_PATTERN = 1_000;
/** Characters of the value times instructions of the pattern: linear time is still time. */
const MAX_WORK = 10_000_000;

export class Pattern {
	private readonly compiled: RE2JS;

	/** @throws {Error} for a text that is not a regular expression of RE2, or too long */
	constructor(readonly source: string) {
		if (source.length > MAX_PATTERN) {
			throw new Error(`it is longer than ${MAX_PATTERN} characters`);
		}
		this.compiled = RE2JS.compile(source);
	}

	/** Whether the whole text matches; a text that is too long to look at does not. */
	matches(text: string): boolean {
		if (text.length * this.compiled.programSize() > MAX_WORK) return false;
		return this.compiled.matcher(text).matches();
	}
}
