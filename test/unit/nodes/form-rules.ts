/** What holds for the fields and texts of every form. */
import { existsSync } from 'node:fs';
import path from 'node:path';

import type { DisplayCondition, INodeProperties } from 'n8n-workflow';

import manifest from '../../../package.json';
import { readPage, root } from '../markdown';
import { choicesOf, isProperty, type Field } from './property-tree';

const REPOSITORY = manifest.homepage.replace('#readme', '/blob/main/');
const SMALL_WORDS = /^(a|an|and|as|at|by|for|from|in|into|of|on|or|per|the|to|up|with|cURL|n8n|s)$/;

type Conditions = Record<string, unknown[]>;
const shownFor = ({ displayOptions }: INodeProperties) =>
	(displayOptions?.show ?? {}) as Conditions;
const hiddenFor = ({ displayOptions }: INodeProperties) =>
	(displayOptions?.hide ?? {}) as Conditions;
const isCondition = (value: unknown): value is DisplayCondition =>
	typeof value === 'object' && value !== null && '_cnd' in value;

/** Whether no state of the form shows both: they ask for different values of the same field. */
export function excludeEachOther(a: INodeProperties, b: INodeProperties): boolean {
	const differ = (one: Conditions, other: Conditions, same: boolean) =>
		Object.entries(one).some(([name, values]) => {
			const others = other[name];
			return others !== undefined && values.every((value) => others.includes(value) === same);
		});
	return (
		differ(shownFor(a), shownFor(b), false) ||
		differ(shownFor(a), hiddenFor(b), true) ||
		differ(shownFor(b), hiddenFor(a), true)
	);
}

/**
 * The fields that a key of displayOptions names: `/x` on the first level, `x` beside the field or there, `/x.y` the
 * field `y` of the collection `x`.
 */
export function targets(key: string, { siblings, form }: Field): INodeProperties[] {
	const [first = '', ...rest] = key.replace(/^\//, '').split('.');
	const named = ({ name }: INodeProperties) => name === first;
	const beside = key.startsWith('/') ? [] : siblings.filter(named);
	const found = beside.length > 0 ? beside : form.properties.filter(named);
	return rest.reduce(
		(fields, name) =>
			fields.flatMap((field) => {
				// What n8n saves of a selected entry, beside its value.
				if (field.type === 'resourceLocator') return name === 'cachedResultName' ? [field] : [];
				return (field.options ?? []).filter(isProperty).filter((option) => option.name === name);
			}),
		found,
	);
}

/** What is wrong with the conditions under which a field shows; empty when nothing is. */
export function faultsOfConditions(field: Field): string[] {
	const conditions = [shownFor(field.property), hiddenFor(field.property)];
	return conditions.flatMap(Object.entries).flatMap(([key, values]: [string, unknown[]]) => {
		if (['@version', '@tool'].includes(key)) return [];
		const named = targets(key, field);
		if (named.length === 0) return [`${field.path}: ${key} does not exist`];
		const choices = named.map(choicesOf);
		return values
			.filter(
				(value) => !isCondition(value) && choices.every((list) => list?.includes(value) === false),
			)
			.map((value) => `${field.path}: ${key} can never be ${JSON.stringify(value)}`);
	});
}

const isJson = (text: string) => {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
};

/** Whether a new node shows this default without complaint. */
export function isDefaultValid(property: INodeProperties): boolean {
	const { type, default: value, typeOptions } = property;
	const choices = choicesOf(property);
	switch (type) {
		case 'options':
			return choices ? choices.includes(value) : typeof value === 'string';
		case 'multiOptions':
			return Array.isArray(value) && (!choices || value.every((each) => choices.includes(each)));
		case 'boolean':
			return typeof value === 'boolean';
		case 'number': {
			const { minValue = -Infinity, maxValue = Infinity } = typeOptions ?? {};
			return typeof value === 'number' && value >= minValue && value <= maxValue;
		}
		case 'json':
			return typeof value === 'string' && (value === '' || isJson(value));
		case 'collection':
		case 'fixedCollection':
			// A list of a credential has none, see forms/no-default.ts.
			return (
				value === undefined ||
				Object.keys(value as object).every((key) =>
					property.options?.some(({ name }) => name === key),
				)
			);
		case 'string':
			return typeof value === 'string';
		default:
			return value !== undefined;
	}
}

export const isTitleCase = (name: string) =>
	name
		.replace(/\(.*?\)/g, '')
		.split(/[\s/-]+/)
		.filter((word) => /^[a-z]/i.test(word))
		.every(
			(word, index) =>
				/^[A-Z]/.test(word) || (index > 0 && SMALL_WORDS.test(word)) || word === 'cURL',
		);

/** Whether a field says more than its name; a list may do so with each choice, rows of fields with their group. */
export function isExplained({ property, path: name }: Field): boolean {
	const { type, description, hint, options } = property;
	const text = description ?? hint ?? '';
	if (type === 'boolean') return text.startsWith('Whether ');
	const isGroup = ['collection', 'fixedCollection'].includes(type);
	if (text !== '' || isGroup || name.split(' > ').length > 2) return true;
	if (type !== 'options') return false;
	return (options ?? []).every((option) => 'description' in option && option.description);
}

/** n8n's rule: one sentence stands without a full stop, several end with one each. */
export function isPunctuated(description: string): boolean {
	const text = description.replace(/<[^>]*>/g, '').replace(/\b(e\.g|i\.e|etc)\./g, '$1');
	const sentences = text.split(/[.!?]\s+(?=[A-Z"'{])/);
	return sentences.length > 1 ? /[.!?]["')]?$/.test(text) : !text.endsWith('.');
}

/** Whether a link names a page of this repository, and a heading on it, that exist. */
export function leadsToOurPage(url: string): boolean {
	// n8n's own rules ask for this link beside every list that takes an expression.
	if (url === 'https://docs.n8n.io/code/expressions/') return true;
	if (!url.startsWith(REPOSITORY)) return false;
	const [file = '', anchor = ''] = url.slice(REPOSITORY.length).split('#');
	if (!existsSync(path.join(root, file))) return false;
	return anchor === '' || readPage(file).anchors.has(anchor);
}
