import type { INodeProperties } from 'n8n-workflow';
import { NO_DEFAULT } from '../../forms/no-default';

/** Stands at every secret of a list. */
export const HIDDEN_ROWS_HINT = 'If you remove a row, re-enter the secrets below it';

interface SecretRowsField {
	displayName: string;
	name: string;
	description: string;
	/** The button that adds a row. */
	button: string;
}

/** A list of secrets, saved as `{ rows: [{ secret }] }`: while one is replaced, the old and the new are valid. */
export const secretRows = (field: SecretRowsField): INodeProperties => ({
	displayName: field.displayName,
	name: field.name,
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, multipleValueButtonText: field.button },
	default: NO_DEFAULT,
	placeholder: field.button,
	description: field.description,
	options: [
		{
			displayName: 'Rows',
			name: 'rows',
			values: [
				{
					displayName: 'Secret',
					name: 'secret',
					type: 'string',
					typeOptions: { password: true },
					default: '',
					description: HIDDEN_ROWS_HINT,
				},
			],
		},
	],
});
