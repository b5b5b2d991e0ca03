import type { INodeProperties } from 'n8n-workflow';
import { templated } from './templated';
import { NO_DEFAULT } from './no-default';

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
 * offers no n8n expression for them and leaves braces as they are typed: n8n would resolve an expression before
 * the connection sees it.
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
	default: NO_DEFAULT,
	placeholder: field.button,
	description: field.description,
	options: [
		{
			displayName: 'Rows',
			name: 'rows',
			values: [
				templated({
					displayName: 'Name',
					name: 'name',
					type: 'string',
					noDataExpression: true,
					default: '',
					placeholder: field.namePlaceholder,
				}),
				templated({
					displayName: 'Value',
					name: 'value',
					type: 'string',
					noDataExpression: true,
					default: '',
					placeholder: field.placeholder,
				}),
			],
		},
	],
});
