/** The review before a cURL command replaces what a form contains: each field, its value now and after. */
import { isDeepStrictEqual } from 'node:util';
import type { CurlParameters } from './to-parameters';

export interface Change {
	/** The parameter by its name, `headerParameters: Accept` for a row. */
	field: string;
	/** Its label in the form, `Headers: Accept` for a row. */
	label: string;
	/** Undefined where the form has nothing, or will have nothing. */
	now: string | undefined;
	after: string | undefined;
}

/** In the order of the form. */
const FIELDS = [
	'method',
	'url',
	'queryParameters',
	'headerParameters',
	'contentType',
	'specifyBody',
	'jsonBody',
	'body',
	'rawContentType',
	'inputDataFieldName',
	'bodyParameters',
	'options.redirect.redirect.followRedirects',
	'options.redirect.redirect.maxRedirects',
	'options.timeout',
	'options.proxy',
	'options.allowUnauthorizedCerts',
	'options.retry.retry.maxAttempts',
	'options.retry.retry.baseDelay',
	'options.retry.retry.totalTimeout',
];

/** Rows are compared by name, and only where their switch is on. */
const ROWS: Record<string, string> = {
	queryParameters: 'sendQuery',
	headerParameters: 'sendHeaders',
	bodyParameters: 'sendBody',
};

const BODY_FIELDS = [
	'contentType',
	'specifyBody',
	'jsonBody',
	'body',
	'rawContentType',
	'inputDataFieldName',
];

type Values = Record<string, unknown>;

/** Gives the label of a field in the form by its path, such as `options.timeout`. */
export type LabelOf = (path: string) => string;

/**
 * @param now the form as it is; fields that the editor hides may be in it
 * @returns the fields that would change, in the order of the form; none when the command says the same
 */
export function changesOf(now: Values, after: CurlParameters, labelOf: LabelOf): Change[] {
	const before = flatten(now);
	const then = flatten(after as unknown as Values);
	const names = new Set([...then.keys(), ...before.keys()]);
	const order = (name: string) => FIELDS.indexOf(name.split(': ', 1).join());
	return [...names]
		.filter((name) => !isDeepStrictEqual(before.get(name), then.get(name)))
		.sort((a, b) => order(a) - order(b))
		.map((name) => ({
			field: name,
			label: label(name, labelOf),
			now: before.get(name),
			after: then.get(name),
		}));
}

function label(field: string, labelOf: LabelOf): string {
	const [name = '', ...row] = field.split(': ');
	return [labelOf(name), ...row].join(': ');
}

/** One text for each field that has a say in the request. */
function flatten(values: Values): Map<string, string> {
	const flat = new Map<string, string>();
	for (const name of FIELDS) {
		if (Object.hasOwn(ROWS, name)) addRows(flat, name, values);
		else if (BODY_FIELDS.includes(name)) addBodyField(flat, name, values);
		else add(flat, name, valueAt(values, name));
	}
	return flat;
}

/** Fields of another kind of body stay in the form's memory, hidden. */
function addBodyField(flat: Map<string, string>, name: string, values: Values): void {
	if (values.sendBody !== true) return;
	const kind = values.contentType ?? 'json';
	const specify = values.specifyBody ?? (kind === 'json' ? 'json' : 'keypair');
	const shown: Record<string, boolean> = {
		contentType: true,
		specifyBody: kind === 'json' || kind === 'form-urlencoded',
		jsonBody: kind === 'json' && specify === 'json',
		body: kind === 'raw' || (kind === 'form-urlencoded' && specify === 'string'),
		rawContentType: kind === 'raw',
		inputDataFieldName: kind === 'binaryData',
	};
	const implied: Record<string, unknown> = { contentType: kind, specifyBody: specify };
	if (shown[name]) add(flat, name, values[name] ?? implied[name]);
}

function addRows(flat: Map<string, string>, name: string, values: Values): void {
	if (values[ROWS[name] ?? ''] !== true || (name === 'bodyParameters' && !hasBodyRows(values)))
		return;
	const rows = valueAt(values, `${name}.parameters`);
	if (!Array.isArray(rows)) return;
	for (const row of rows as Values[]) {
		const value =
			row.parameterType === 'formBinaryData'
				? `file in ${String(row.inputDataFieldName ?? '')}`
				: String(row.value ?? '');
		const key = `${name}: ${String(row.name ?? '')}`;
		flat.set(key, flat.has(key) ? `${flat.get(key)}, ${value}` : value);
	}
}

function hasBodyRows({ contentType, specifyBody }: Values): boolean {
	if (contentType === 'multipart-form-data') return true;
	if (contentType === 'form-urlencoded') return specifyBody !== 'string';
	return (contentType ?? 'json') === 'json' && specifyBody === 'keypair';
}

function add(flat: Map<string, string>, name: string, value: unknown): void {
	if (value === undefined || value === '') return;
	flat.set(name, typeof value === 'string' ? value : JSON.stringify(value));
}

function valueAt(values: Values, path: string): unknown {
	return path
		.split('.')
		.reduce<unknown>(
			(value, key) =>
				typeof value === 'object' && value !== null && Object.hasOwn(value, key)
					? (value as Values)[key]
					: undefined,
			values,
		);
}
