/** A cURL command in place of the form's own request. */
import { IntegrationError } from '../../errors';
import type { CurlNote } from '../../curl/problems';
import { parseCurl } from '../../curl/parse';
import { toParameters, type CurlParameters } from './to-parameters';

/** The form fields that a command fills; what it does not set counts as not set. */
export const CURL_FIELDS: ReadonlySet<string> = new Set([
	'method',
	'url',
	'sendQuery',
	'queryParameters',
	'sendHeaders',
	'headerParameters',
	'sendBody',
	'contentType',
	'specifyBody',
	'jsonBody',
	'body',
	'rawContentType',
	'inputDataFieldName',
	'bodyParameters',
] satisfies Array<keyof CurlParameters>);

export interface AppliedCurl {
	/** The values of the form with those of the command in place. */
	values: Record<string, unknown>;
	/** What the command sets, to copy into the form. */
	parameters: CurlParameters;
	notes: CurlNote[];
}

/**
 * @throws {CurlSyntaxError} when the command cannot be read
 * @throws {IntegrationError} `CURL_NOT_APPLICABLE` when a request from it would differ from curl's
 */
export function applyCurl(values: Record<string, unknown>, command: string): AppliedCurl {
	const { parameters, notes } = toParameters(parseCurl(command));
	const blocking = notes.filter(({ kind }) => kind === 'unsupported' || kind === 'unresolved');
	if (blocking.length > 0) {
		throw new IntegrationError(
			`The cURL command cannot be used as it is: ${blocking.map(describeNote).join('; ')}`,
			{
				code: 'CURL_NOT_APPLICABLE',
				field: 'curlCommand',
				hint: 'Change the command, or copy what it sets into the fields of the form.',
			},
		);
	}
	const kept = Object.entries(values).filter(([name]) => !CURL_FIELDS.has(name));
	const { options, ...fields } = parameters;
	return {
		values: {
			...Object.fromEntries(kept),
			...fields,
			options: { ...asObject(values.options), ...options },
		},
		parameters,
		notes,
	};
}

/** `line 1, column 6: --digest has no counterpart in this node` */
export const describeNote = ({ message, position }: CurlNote): string =>
	`line ${position.line}, column ${position.column}: ${message}`;

const asObject = (value: unknown): Record<string, unknown> =>
	typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
