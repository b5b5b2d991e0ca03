/** The form of a saved integration, composed of the node's own fields and those of every connection. */
import type {
	IDisplayOptions,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
} from 'n8n-workflow';
import type { ConnectionForm } from '../../core/outgoing/existing/definition';
import { savedFieldName } from '../../core/outgoing/existing/field-names';
import { body } from '../../forms/body';
import { eventParameters } from '../../forms/event-parameters';
import { savedNaming } from '../../forms/naming';
import { options } from '../../forms/options';
import { request } from '../../forms/request';
import { connections } from '../connections';
import { NO_DEFAULT } from '../../forms/no-default';

type Option = INodePropertyOptions | INodeProperties | INodePropertyCollection;

/**
 * A field of the node as a saved integration has it: a template without n8n expressions, whose result would be
 * rendered a second time, and never required, so that a draft can be saved.
 */
function asSaved(property: INodeProperties): INodeProperties {
	return {
		...property,
		required: false,
		noDataExpression: true,
		...(property.options && { options: property.options.map(optionAsSaved) }),
	};
}

function withoutSharedDefault(property: INodeProperties): INodeProperties {
	const isList = property.type === 'fixedCollection' || property.type === 'collection';
	return isList ? { ...property, default: NO_DEFAULT } : property;
}

function optionAsSaved(option: Option): Option {
	if ('values' in option) return { ...option, values: option.values.map(asSaved) };
	return 'type' in option ? asSaved(option) : option;
}

const formFields = [...request, ...body, ...eventParameters, ...options]
	.filter(({ type }) => type !== 'curlImport')
	.map(asSaved)
	.map(withoutSharedDefault);

const namingFields = savedNaming.map(asSaved);

/** The names that the request's own form uses. */
export const formNames: ReadonlySet<string> = new Set(
	[...namingFields, ...formFields].map(({ name }) => name),
);

/** The fields of each method, as the reader of a saved integration needs to know them. */
export const connectionForms: ConnectionForm[] = connections.map(({ method, form }) => ({
	method: method.name,
	fields: (form?.properties ?? [])
		.filter(({ type }) => type !== 'notice')
		.map(({ name, displayName, required }) => ({ name, displayName, required: required === true })),
}));

const authentication: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	noDataExpression: true,
	options: connections.map(({ method: { name, displayName, description } }) => ({
		name: displayName,
		value: name,
		description,
	})),
	default: 'none',
	description: 'How the request authenticates. The fields of the method follow.',
};

/** The fields of one connection, shown when its method is selected. */
function connectionFields(method: string, properties: INodeProperties[]): INodeProperties[] {
	return properties.map((property) => {
		const { displayOptions, ...field } = property;
		const name = savedFieldName(field.name, formNames);
		const shown: NonNullable<IDisplayOptions['show']> = { authentication: [method] };
		for (const [other, values] of Object.entries(displayOptions?.show ?? {})) {
			shown[savedFieldName(other, formNames)] = values;
		}
		return {
			...field,
			required: false,
			name,
			displayName: name === field.name ? field.displayName : `Authorization ${field.displayName}`,
			displayOptions: { show: shown },
		};
	});
}

/** In the order in which the form shows them. */
export const definitionFields: INodeProperties[] = [
	...namingFields,
	authentication,
	...connections.flatMap(({ method, form }) =>
		form ? connectionFields(method.name, form.properties) : [],
	),
	...formFields,
];
