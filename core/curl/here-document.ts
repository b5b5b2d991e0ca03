/** Text that follows a command, up to a line that is the delimiter (Shell Command Language, section 2.7.4). */
import { CurlSyntaxError, type CurlNote, type Position } from './problems';
import type { Scanner } from './scanner';
import { readExpandedText } from './shell-word';

export interface HereDocument {
	delimiter: string;
	/** A quoted delimiter keeps `$` and backslashes as they are. */
	literal: boolean;
	/** `<<-` takes the tabs off the beginning of each line. */
	indented: boolean;
	position: Position;
}

/**
 * Reads the text; the scanner stands at the beginning of its first line.
 * @throws {CurlSyntaxError} when the delimiter never comes
 */
export function readHereDocument(
	scanner: Scanner,
	notes: CurlNote[],
	document: HereDocument,
): string {
	let text = '';
	while (!scanner.atEnd) {
		if (document.indented) scanner.takeMatch(/\t+/y);
		const line = scanner.match(/[^\r\n]*/y) ?? '';
		if (line === document.delimiter) {
			scanner.take(line.length);
			return text;
		}
		const before = scanner.position.line;
		while (!scanner.atEnd && scanner.position.line === before) {
			if (document.literal) text += scanner.take();
			else readExpandedText(scanner, notes, (piece) => (text += piece));
		}
	}
	throw new CurlSyntaxError(
		`the text ends without the line ${document.delimiter}`,
		document.position,
	);
}
