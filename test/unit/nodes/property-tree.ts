/** Every form of the package as a flat list of its fields, for tests that hold for all of them. */
import { globSync } from 'node:fs';
import path from 'node:path';

import type {
	ICredentialType,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	INodeType,
} from 'n8n-workflow';

import { root } from '../markdown';

export interface Form {
	/** `node incomingIntegrationTrigger` or `credential apiKeyConnectionApi`. */
	title: string;
	/** The source file, relative to the repository. */
	file: string;
	properties: INodeProperties[];
}

export interface Field {
	property: INodeProperties;
	/** `settings > maxBodySize` */
	path: string;
	/** The fields beside it, itself among them. */
	siblings: INodeProperties[];
	/** The fields of the form's first level, which `/name` in a displayOptions refers to. */
	form: Form;
}

/** The one class that a node or credential file exports, made. */
function load<T>(file: string): T {
	const [Class] = Object.values(require(path.join(root, file)) as Record<string, new () => T>);
	if (!Class) throw new Error(`${file} exports nothing`);
	return new Class();
}

export const nodes = globSync('nodes/**/*.node.ts', { cwd: root })
	.sort()
	.map((file) => ({ file, type: load<INodeType>(file) }));

export const credentials = globSync('credentials/*.credentials.ts', { cwd: root })
	.sort()
	.map((file) => ({ file, type: load<ICredentialType>(file) }));

export const forms: Form[] = [
	...nodes.map(({ file, type: { description } }) => ({
		title: `node ${description.name}`,
		file,
		properties: description.properties,
	})),
	...credentials.map(({ file, type }) => ({
		title: `credential ${type.name}`,
		file,
		properties: type.properties,
	})),
];

const isCollection = (option: object): option is INodePropertyCollection => 'values' in option;
export const isProperty = (option: object): option is INodeProperties => 'type' in option;

function* walk(siblings: INodeProperties[], form: Form, parents: string[]): Generator<Field> {
	for (const property of siblings) {
		const own = [...parents, property.name];
		yield { property, path: own.join(' > '), siblings, form };
		const inner = property.options ?? [];
		yield* walk(inner.filter(isProperty), form, own);
		for (const { name, values } of inner.filter(isCollection))
			yield* walk(values, form, [...own, name]);
	}
}

export const fieldsOf = (form: Form): Field[] => [...walk(form.properties, form, [])];

/** The values that a list offers by itself; undefined when they are loaded or it is no list. */
export function choicesOf(property: INodeProperties): unknown[] | undefined {
	if (property.type === 'boolean') return [true, false];
	if (!['options', 'multiOptions'].includes(property.type)) return undefined;
	if (property.typeOptions?.loadOptionsMethod) return undefined;
	return (property.options as INodePropertyOptions[]).map(({ value }) => value);
}

/** The texts of a field that a user reads, with where each stands. */
export function textsOf({ property }: Field): Array<[where: string, text: string]> {
	const own = (['displayName', 'description', 'placeholder', 'hint'] as const).map(
		(key): [string, string | undefined] => [key, property[key]],
	);
	const inner = (property.options ?? []).flatMap((option): Array<[string, string | undefined]> => [
		[`option ${option.name} name`, 'displayName' in option ? option.displayName : option.name],
		[`option ${option.name} description`, 'description' in option ? option.description : undefined],
	]);
	return [...own, ...inner].filter((entry): entry is [string, string] => Boolean(entry[1]));
}
