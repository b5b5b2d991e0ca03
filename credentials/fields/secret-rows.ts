import type { INodeProperties } from 'n8n-workflow';

/** Stands at every secret of a list. */
export const HIDDEN_ROWS_HINT =
	'After removing a row, enter the secrets of the rows below it again: n8n keeps hidden values by their place in the list';

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
	default: { rows: [{ secret: '' }] },
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
					hint: HIDDEN_ROWS_HINT,
				},
			],
		},
	],
});
