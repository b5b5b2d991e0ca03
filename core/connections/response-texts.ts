/** The texts that a response to an authorization request consists of. */
import type { HttpResponse } from '../http/client';
import { responseText } from '../http/response-text';
import type { JsonValue } from '../json';
import { parseAnswer } from '../json-limits';

/** Its header fields and, of a JSON body, each text and number; of any other body the whole text. */
export function textsOfResponse(response: HttpResponse): string[] {
	const source = responseText(response);
	const ofHeaders = leaves(response.headers);
	try {
		return [...ofHeaders, ...leaves(parseAnswer(source))];
	} catch {
		return [...ofHeaders, source.trim()];
	}
}

/** Without recursion: a response may be nested as deeply as it is long. */
function leaves(root: JsonValue): string[] {
	const texts: string[] = [];
	const open: JsonValue[] = [root];
	for (let value = open.pop(); value !== undefined; value = open.pop()) {
		if (typeof value === 'string' || typeof value === 'number') texts.push(String(value));
		else if (value !== null && typeof value === 'object') {
			for (const item of Object.values(value)) open.push(item);
		}
	}
	return texts;
}
