import type { INodeProperties } from 'n8n-workflow';

/** The form that a saved integration declares. */
export const existing: INodeProperties[] = [
	{
		displayName: 'Form Fields',
		name: 'formFields',
		type: 'resourceMapper',
		noDataExpression: true,
		displayOptions: { show: { integrationType: ['existing'] } },
		default: { mappingMode: 'defineBelow', value: null },
		typeOptions: {
			resourceMapper: {
				resourceMapperMethod: 'getFormFields',
				mode: 'add',
				valuesLabel: 'Form Fields',
				fieldWords: { singular: 'field', plural: 'fields' },
				addAllFields: true,
				supportAutoMap: false,
				hideNoDataError: true,
				refreshStaleSchemaOnOpen: true,
				noFieldsError:
					'The selected integration has no form fields, or no integration is selected yet.',
			},
		},
		description:
			'What the saved integration asks for. Inserts work in both modes: Jinjava, such as {{ event.params.ID }}, and n8n expressions.',
	},
];
