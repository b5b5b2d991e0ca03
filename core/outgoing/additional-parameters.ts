/** "Additional event parameters": what a user adds to the response event. */
import { IntegrationError } from '../errors';
import type { FormReader, ItemScope, TextField } from './fields';

const MAX_PARAMETERS = 10;
const MAX_NAME_LENGTH = 128;
const MAX_VALUE_LENGTH = 230;

/** Letters and digits of any language, and the separators that parameter names of events use. */
const NAME = /^[\p{L}\p{N} _.:-]+$/u;

/** Names that the event itself uses. */
const RESERVED = new Set([
	'eventUUID',
	'status',
	'statusDescription',
	'uuid',
	'clientId',
	'diagramId',
	'diagramName',
	'blockId',
	'blockName',
	'req',
	'name',
	'body',
]);

/**
 * Renders the rows and checks them, so that a breach stops the item before anything is sent.
 * @returns name and value of each parameter; values are always text
 * @throws {IntegrationError} `EVENT_PARAMETER_…`, naming the row
 */
export function renderAdditionalParameters(
	form: FormReader,
	scope: ItemScope,
): Array<[string, string]> {
	const rows = form.rows('additionalEventParameters.parameters');
	if (rows.length > MAX_PARAMETERS) {
		throw breach(
			'COUNT',
			{ path: 'additionalEventParameters', label: form.label('additionalEventParameters') },
			`${rows.length} parameters are more than the ${MAX_PARAMETERS} allowed`,
			`Remove ${rows.length - MAX_PARAMETERS} of them.`,
		);
	}
	const names = new Set<string>();
	return rows.map((row) => {
		const name = row.name.render(scope).trim();
		checkName(name, row.name);
		if (names.has(name)) {
			throw breach('DUPLICATE', row.name, `"${name}" is there twice`, 'Rename one of them.');
		}
		names.add(name);
		const value = row.value.render(scope);
		if ([...value].length > MAX_VALUE_LENGTH) {
			throw breach(
				'VALUE',
				row.value,
				`the value of "${name}" is longer than ${MAX_VALUE_LENGTH} characters`,
				`Shorten it, for example with | truncate(${MAX_VALUE_LENGTH}).`,
			);
		}
		return [name, value];
	});
}

function checkName(name: string, field: Named): void {
	const shown = [...name].slice(0, 40).join('');
	if (name === '') throw breach('NAME', field, 'the name is empty', 'Write a name.');
	if ([...name].length > MAX_NAME_LENGTH) {
		throw breach(
			'NAME',
			field,
			`the name "${shown}…" is longer than ${MAX_NAME_LENGTH} characters`,
			'Shorten it.',
		);
	}
	if (!NAME.test(name)) {
		throw breach(
			'NAME',
			field,
			`the name "${shown}" contains special characters`,
			'Use letters, digits, spaces and - _ . : only.',
		);
	}
	if (RESERVED.has(name) || /^(req|body)[.[]/.test(name)) {
		throw breach(
			'RESERVED',
			field,
			`"${name}" is a name of the event itself`,
			'Enter another name.',
		);
	}
}

type Named = Pick<TextField, 'path' | 'label'>;

type Rule = 'COUNT' | 'DUPLICATE' | 'NAME' | 'RESERVED' | 'VALUE';

function breach(rule: Rule, { path, label }: Named, reason: string, hint: string) {
	return new IntegrationError(`${label}: ${reason}`, {
		code: `EVENT_PARAMETER_${rule}`,
		field: path,
		hint,
	});
}
