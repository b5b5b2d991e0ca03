/** What can be wrong with a pasted cURL command, and where. */
import { IntegrationError } from '../errors';

/** A place in the pasted text, both counted from 1. */
export interface Position {
	line: number;
	column: number;
}

/** The command cannot be read: `cURL command, line 2, column 5: the quote opened here is never closed`. */
export class CurlSyntaxError extends IntegrationError {
	constructor(
		readonly reason: string,
		readonly position: Position,
		hint?: string,
	) {
		super(`cURL command, line ${position.line}, column ${position.column}: ${reason}`, {
			code: 'CURL_SYNTAX',
			field: 'curlCommand',
			hint,
		});
	}
}

export interface CurlNote {
	/**
	 * `ignored`: changes only what curl prints or how it connects, not the request. `unsupported`: the node
	 * cannot do it, the request would differ. `unresolved`: only the shell or the disk of the user knows it.
	 * `advice`: works, but there is a better way.
	 */
	kind: 'ignored' | 'unsupported' | 'unresolved' | 'advice';
	message: string;
	position: Position;
}
