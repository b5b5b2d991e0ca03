import type { INodeProperties } from 'n8n-workflow';

interface RowsField {
	displayName: string;
	name: string;
	description: string;
	/** The button that adds a row. */
	button: string;
	/** What a row's value looks like. */
	placeholder: string;
	/** What a row's name looks like. */
	namePlaceholder: string;
}

/**
 * A list of names with values, saved as `{ rows: [{ name, value }] }`. The values are templates, so the editor
 * offers no n8n expression for them: the result of one would be rendered a second time.
 */
export const nameValueRows = (field: RowsField): INodeProperties => ({
	displayName: field.displayName,
	name: field.name,
	type: 'fixedCollection',
	typeOptions: {
		multipleValues: true,
		multipleValueButtonText: field.button,
		fixedCollection: { layout: 'inline' },
	},
	default: {},
	placeholder: field.button,
	description: field.description,
	options: [
		{
			displayName: 'Rows',
			name: 'rows',
			values: [
				{
					displayName: 'Name',
					name: 'name',
					type: 'string',
					noDataExpression: true,
					default: '',
					placeholder: field.namePlaceholder,
				},
				{
					displayName: 'Value',
					name: 'value',
					type: 'string',
					noDataExpression: true,
					default: '',
					placeholder: field.placeholder,
				},
			],
		},
	],
});
