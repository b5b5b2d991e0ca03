import { readFileSync } from 'node:fs';
import path from 'node:path';

import { compile, TemplateError, type TemplateContext } from '../../../../core/jinjava';
import { filters } from '../../../../core/jinjava/filters';
import { functions } from '../../../../core/jinjava/functions';
import { dateMethods } from '../../../../core/jinjava/methods/dates';
import { dictionaryMethods } from '../../../../core/jinjava/methods/dictionaries';
import { listMethods } from '../../../../core/jinjava/methods/lists';
import { textMethods } from '../../../../core/jinjava/methods/texts';
import { tags } from '../../../../core/jinjava/tags';
import { expressionTests } from '../../../../core/jinjava/tests';
import { render } from './render';

const page = readFileSync(path.join(__dirname, '../../../../docs/inserts.md'), 'utf8');
const context = JSON.parse(/```json\n([\s\S]*?)\n```/.exec(page)?.[1] ?? '') as TemplateContext;
const options = { now: Date.parse('2024-02-29T12:00:00Z'), random: () => 0.5 };

interface Row {
	kind: string;
	names: string[];
	example: string;
	result: string;
}

/** The text of a Markdown cell that holds code. */
const code = (cell: string): string =>
	cell
		.replace(/^(`+)([\s\S]*)\1$/, '$2')
		.replaceAll('\\|', '|')
		.replaceAll('⏎', '\n');

/** All rows of tables with an example and its result; `kind` is the heading of their first column. */
function readRows(): Row[] {
	const rows: Row[] = [];
	let kind = '';
	for (const line of page.split('\n')) {
		if (!line.startsWith('| ') || line.startsWith('| ---')) {
			kind = line.startsWith('|') ? kind : '';
			continue;
		}
		const [names = '', , example = '', result = ''] = line.slice(2, -2).split(/(?<!\\) \| /);
		if (example === 'Example') {
			kind = names;
			continue;
		}
		if (kind === '') continue;
		rows.push({
			kind,
			names: [...names.matchAll(/`([^`]+)`/g)].map(([, name = '']) => code(name)),
			example: code(example),
			result: result === '*(nothing)*' ? '' : code(result),
		});
	}
	return rows;
}

const rows = readRows();

it.each(rows.map(({ kind, example, result }) => [kind, example, result] as const))(
	'%s: %s',
	(_kind, example, result) => expect(render(example, context, options)).toBe(result),
);

it.each([
	['Tag', tags.keys()],
	['Filter', filters.keys()],
	['Test', expressionTests.keys()],
	['Function', functions.keys()],
	[
		'Method',
		[
			...listMethods.keys(),
			...dictionaryMethods.keys(),
			...textMethods.keys(),
			...dateMethods.keys(),
		],
	],
])('the page has an example of every %s', (kind, known) => {
	const documented = new Set(rows.filter((row) => row.kind === kind).flatMap(({ names }) => names));
	expect([...known].filter((name) => !documented.has(name))).toEqual([]);
});

it.each(rows.filter(({ kind }) => kind === 'Mistake').flatMap(({ names }) => names))(
	'%s is a mistake',
	(mistake) => {
		const roots = new Set(Object.keys(context));
		expect(() => compile(mistake, { field: 'url', roots }).render(context, options)).toThrow(
			TemplateError,
		);
	},
);

it('the page shows errors as they are', () => {
	const shown = /```text\n(.*)\n```/.exec(page)?.[1];
	const source = '{\n  "id": 1,\n  "name": {{ x | tojsn }}\n}';
	expect(() => compile(source, { field: 'jsonBody', label: 'JSON' })).toThrow(shown);
});
