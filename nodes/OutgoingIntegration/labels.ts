/** The one place that says how the form calls a field: errors, warnings and change lists name fields by it. */
import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';
import { properties } from './description';

type Option = INodePropertyOptions | INodeProperties | INodePropertyCollection;

/**
 * `jsonBody` is "JSON", `headerParameters.parameters[0].value` is "Headers, row 1, Value" and `options.timeout` is
 * "Timeout". A path that the form does not have stays as it is.
 */
export function labelOf(path: string): string {
	const [name = '', ...rest] = keysOf(path);
	const property = properties.find((candidate) => candidate.name === name);
	return property ? labels(property, rest).join(', ') : path;
}

/** The same for a form that shows the fields of a saved integration, by the labels that its schema gives them. */
export const labelIn =
	({ formFields }: Record<string, unknown>) =>
	(path: string): string => {
		const id = /^formFields\.value\.(\w+)$/.exec(path)?.[1];
		const schema = (
			formFields as { schema?: Array<{ id: string; displayName: string }> } | undefined
		)?.schema;
		return schema?.find((field) => field.id === id)?.displayName ?? labelOf(path);
	};

/** `a.b[0].c` as `a`, `b`, `0`, `c`. */
const keysOf = (path: string): string[] => path.split(/[.[\]]+/).filter((key) => key !== '');

function labels({ type, displayName, options = [] }: INodeProperties, keys: string[]): string[] {
	const [key, ...rest] = keys;
	if (key === undefined || type === 'resourceLocator') return [displayName];
	// A collection is where its fields stand, not a part of what they are called.
	if (type === 'collection') return labelsAmong(options, keys, displayName);
	const group = options.find((option): option is INodePropertyCollection => 'values' in option);
	if (group === undefined) return [displayName, ...keys];
	const row = /^\d+$/.test(rest[0] ?? '') ? [`row ${Number(rest.shift()) + 1}`] : [];
	if (rest.length === 0) return [displayName, ...row];
	return [displayName, ...row, ...labelsAmong(group.values, rest, displayName)];
}

function labelsAmong(options: readonly Option[], [name, ...rest]: string[], fallback: string) {
	const found = options.find(
		(option): option is INodeProperties => 'type' in option && option.name === name,
	);
	return found ? labels(found, rest) : [fallback];
}
