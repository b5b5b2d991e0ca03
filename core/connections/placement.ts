/** Rows of headers and URL parameters whose values are templates: where a secret or token goes. */
import { compile, type Template, type TemplateContext } from '../jinjava';
import { checkedHeader, maskedValue, type Additions } from './additions';
import type { CredentialFields } from './connection';
import { ConnectionFieldError, rows } from './fields';
import { partsOfPlaced } from './secret-parts';
import { renderSecret } from './secret-template';

export interface PlacementRow {
	kind: 'header' | 'urlParameter';
	name: string;
	/** The template as entered. */
	source: string;
	template: Template;
	/** The credential field that contains the row. */
	field: string;
}

/** The credential fields that contain the rows, and the names that their templates can read. */
export interface PlacementFields {
	headers: string;
	urlParameters: string;
	roots: ReadonlySet<string>;
}

/** Nothing, or the scheme of an Authorization value (RFC 9110, section 11.1) with nothing behind it. */
const EMPTY = /^\s*(?:Basic|Bearer|Token|ApiKey)?\s*$/i;

/**
 * Refuses a row without a value. n8n resolves expressions of credentials before a connection sees them, and
 * `={{ secret }}` is nothing to it.
 * @throws {ConnectionFieldError}
 */
export function requireValue(value: string, name: string, field: string): void {
	if (!EMPTY.test(value)) return;
	throw new ConnectionFieldError(
		field,
		value.trim() === ''
			? `"${name}" has no value`
			: `"${name}" has no value after "${value.trim()}"`,
		'If the field shows {{ … }}, n8n took it for an expression of its own, which has no value here: clear the field and enter it again.',
	);
}

/**
 * The rows of both fields, compiled.
 * @throws {TemplateError} naming field, line and column
 * @throws {ConnectionFieldError} when there is no row at all: such a connection would authorise nothing
 */
export function placementRows(
	credential: CredentialFields,
	fields: PlacementFields,
): PlacementRow[] {
	const read = (field: string, kind: PlacementRow['kind']) =>
		rows(credential, field, ['name', 'value']).map(({ name, value }): PlacementRow => {
			requireValue(value, name, field);
			const template = compile(value, { field, roots: fields.roots });
			return { kind, name: name.trim(), source: value.trim(), template, field };
		});
	const placement = [
		...read(fields.headers, 'header'),
		...read(fields.urlParameters, 'urlParameter'),
	];
	if (placement.length === 0) {
		throw new ConnectionFieldError(
			fields.headers,
			'neither a header nor a URL parameter is filled in',
			'Add at least one, so that the request carries the secret or token.',
		);
	}
	return placement;
}

const split = (placement: PlacementRow[], valueOf: (row: PlacementRow) => string): Additions => {
	const pairs = (kind: PlacementRow['kind']) => placement.filter((row) => row.kind === kind);
	return {
		headers: pairs('header').map((row) => checkedHeader(row.name, valueOf(row), row.field)),
		urlParameters: pairs('urlParameter').map((row) => [row.name, valueOf(row)]),
	};
};

/**
 * What the rows give with these values.
 * @throws {TemplateError} for a fault while rendering
 * @throws {ConnectionFieldError} when an insert has no value: a header like `Bearer ` authorises nothing
 */
export function renderPlacement(
	placement: PlacementRow[],
	context: TemplateContext,
	now: number,
): Additions {
	return split(placement, ({ name, template, field }) => {
		const missing: string[] = [];
		const value = renderSecret(template, context, {
			field,
			now,
			onMissing: ({ expression }) => missing.push(expression),
		}).trim();
		if (missing.length > 0 || value === '') {
			const which = missing[0] === undefined ? '' : `: {{ ${missing[0]} }} has no value`;
			throw new ConnectionFieldError(field, `"${name}" comes out empty${which}`);
		}
		return value;
	});
}

/** The rows with a mask for everything that is not literal text. */
export function previewPlacement(placement: PlacementRow[]): Additions {
	return split(placement, ({ source, template }) =>
		template.isStatic ? source : maskedValue(source),
	);
}

/** What must not be shown of those rows that are not literal text: their values, and the parts of these. */
export function placedSecrets(placement: PlacementRow[], additions: Additions): string[] {
	const secrets = (kind: PlacementRow['kind'], values: Array<[string, string]>) =>
		values.flatMap(([name, value]) => {
			const rows = placement.filter((row) => row.kind === kind && row.name === name);
			const hidden = rows.some(({ template }) => !template.isStatic);
			return hidden ? partsOfPlaced(value, rows.map(({ source }) => source).join('\n')) : [];
		});
	return [
		...secrets('header', additions.headers),
		...secrets('urlParameter', additions.urlParameters),
	];
}
