import type { INodeProperties } from 'n8n-workflow';

/** What stands for whichever integration is selected; shown until the list knows its name. */
export const SELECTED = 'As selected above';

/** The form that a saved integration declares. */
export const existing: INodeProperties[] = [
	{
		// n8n watches no credential for a list of fields, but writes the name of what a list has selected anew as soon as
		// another credential is. The value is the same for all; the fields depend on the name.
		displayName: 'Integration',
		name: 'integration',
		type: 'resourceLocator',
		displayOptions: { show: { integrationType: ['existing'] } },
		default: { mode: 'list', value: SELECTED },
		description: 'The saved integration that is selected above. Its form follows.',
		modes: [
			{
				displayName: 'Selected Above',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchIntegration' },
			},
		],
	},
	{
		displayName: 'Form Fields',
		name: 'formFields',
		type: 'resourceMapper',
		noDataExpression: true,
		displayOptions: { show: { integrationType: ['existing'] } },
		default: { mappingMode: 'defineBelow', value: null },
		typeOptions: {
			loadOptionsDependsOn: ['integration.cachedResultName'],
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
