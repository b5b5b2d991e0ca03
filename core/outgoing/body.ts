/** The body of a request: its exact bytes and what its Content-Type is when the user's headers do not say. */
import { IntegrationError } from '../errors';
import type { FormReader, ItemScope, Row, TextField } from './fields';
import { encodeFormData, newBoundary, type FormPart } from './multipart';

export interface BinaryFile {
	data: Buffer;
	fileName: string | undefined;
	mimeType: string | undefined;
}

/** Reads a binary property of an item; rejects when the item has none of that name. */
export type ReadFile = (item: number, property: string) => Promise<BinaryFile>;

export interface Body {
	bytes: Buffer;
	contentType: string | undefined;
	/** What separates the parts of form data. */
	boundary?: string;
}

/** What a body is made of. */
interface BodySources {
	readFile: ReadFile;
	/** The boundary that the user's Content-Type names. */
	boundary: string | undefined;
}

type Encoder = (
	form: FormReader,
	scope: ItemScope,
	sources: BodySources,
) => Body | undefined | Promise<Body | undefined>;

const encoders: Record<string, Encoder> = {
	json: (form, scope) =>
		form.option('specifyBody', scope) === 'json'
			? jsonText(form, scope)
			: jsonPairs(bodyRows(form), scope),
	'form-urlencoded': (form, scope) => ({
		bytes: Buffer.from(
			form.option('specifyBody', scope) === 'string'
				? form.text('body').render(scope)
				: formPairs(bodyRows(form), scope),
		),
		contentType: 'application/x-www-form-urlencoded',
	}),
	'multipart-form-data': multipart,
	raw: (form, scope) => ({
		bytes: Buffer.from(form.text('body').render(scope)),
		contentType: form.text('rawContentType').render(scope).trim() || undefined,
	}),
	binaryData: async (form, scope, { readFile }) => {
		const { data, mimeType } = await readFile(
			scope.index,
			fileProperty(form.text('inputDataFieldName'), scope),
		);
		return { bytes: data, contentType: mimeType };
	},
};

/**
 * Renders the body of one item.
 * @returns `undefined` when nothing is to be sent
 * @throws {IntegrationError} `BODY_…`, naming the field
 */
export async function renderBody(
	form: FormReader,
	scope: ItemScope,
	sources: BodySources,
): Promise<Body | undefined> {
	const kind = String(form.option('contentType', scope) ?? 'json');
	const encode = Object.hasOwn(encoders, kind) ? encoders[kind] : undefined;
	if (encode) return await encode(form, scope, sources);
	throw new IntegrationError(
		`${form.label('contentType')}: "${kind}" is not a valid body content type`,
		{
			code: 'BODY_CONTENT_TYPE',
			field: 'contentType',
			hint: `Use one of ${Object.keys(encoders).join(', ')}.`,
		},
	);
}

const bodyRows = (form: FormReader) => form.rows('bodyParameters.parameters');

/** The text goes out as rendered, so that what a user sees is what a signature covers. */
function jsonText(form: FormReader, scope: ItemScope): Body | undefined {
	const { path, label, render } = form.text('jsonBody');
	const text = render(scope);
	if (text.trim() === '') return undefined;
	try {
		JSON.parse(text);
	} catch (cause) {
		throw new IntegrationError(
			`${label}: the rendered text is not JSON (${cause instanceof Error ? cause.message : 'unknown reason'})`,
			{
				code: 'BODY_INVALID_JSON',
				field: path,
				hint: 'Write values with | tojson where they may contain quotes or line breaks, or select the content type "Raw".',
				cause,
			},
		);
	}
	return { bytes: Buffer.from(text), contentType: 'application/json' };
}

function jsonPairs(rows: Row[], scope: ItemScope): Body {
	const pairs = namedRows(rows, scope).map(([name, row]) => [name, row.typedValue(scope)]);
	return {
		bytes: Buffer.from(JSON.stringify(Object.fromEntries(pairs))),
		contentType: 'application/json',
	};
}

const formPairs = (rows: Row[], scope: ItemScope): string =>
	new URLSearchParams(
		namedRows(rows, scope).map(([name, row]): [string, string] => [name, row.value.render(scope)]),
	).toString();

const namedRows = (rows: Row[], scope: ItemScope): Array<[string, Row]> =>
	rows.map((row): [string, Row] => [row.name.render(scope), row]).filter(([name]) => name !== '');

async function multipart(
	form: FormReader,
	scope: ItemScope,
	{ readFile, boundary = newBoundary() }: BodySources,
): Promise<Body> {
	const parts: FormPart[] = [];
	for (const [name, row] of namedRows(bodyRows(form), scope)) {
		const isFile = row.option('parameterType', scope) === 'formBinaryData';
		const named = { type: partType(row, scope), fileName: partField(row, 'fileName', scope) };
		parts.push({
			name,
			...(isFile ? await filePart(row, scope, readFile, named) : textPart(row, scope, named)),
		});
	}
	return {
		bytes: encodeFormData(parts, boundary),
		contentType: `multipart/form-data; boundary=${boundary}`,
		boundary,
	};
}

type NamedPart = Pick<FormPart, 'type' | 'fileName'>;

const textPart = (row: Row, scope: ItemScope, named: NamedPart): Omit<FormPart, 'name'> => ({
	content: Buffer.from(row.value.render(scope)),
	...named,
});

/** What the row does not say about the file, the file says. */
async function filePart(
	row: Row,
	scope: ItemScope,
	readFile: ReadFile,
	{ type, fileName }: NamedPart,
): Promise<Omit<FormPart, 'name'>> {
	const property = fileProperty(row.text('inputDataFieldName'), scope);
	const file = await readFile(scope.index, property);
	return {
		content: file.data,
		fileName: fileName ?? file.fileName ?? property,
		type: type ?? file.mimeType ?? 'application/octet-stream',
	};
}

const partField = (row: Row, name: string, scope: ItemScope): string | undefined =>
	row.text(name).render(scope).trim() || undefined;

/** It becomes a line of the body, which it must not end. */
function partType(row: Row, scope: ItemScope): string | undefined {
	const type = partField(row, 'mediaType', scope);
	if (type === undefined || /^[!#$%&'*+.^_`|~\w-]+\/[\t\x20-\x7e\x80-\uffff]+$/.test(type))
		return type;
	const { path, label } = row.text('mediaType');
	throw new IntegrationError(`${label}: "${type.slice(0, 40)}" is not a valid media type`, {
		code: 'BODY_MEDIA_TYPE',
		field: path,
		hint: 'Enter a media type such as application/json, or leave "Media Type" empty.',
	});
}

function fileProperty({ path, label, render }: TextField, scope: ItemScope): string {
	const name = render(scope).trim();
	if (name !== '') return name;
	throw new IntegrationError(`${label}: no binary property is named`, {
		code: 'BODY_NO_FILE',
		field: path,
		hint: "Write the name of the item's binary property, for example data.",
	});
}
