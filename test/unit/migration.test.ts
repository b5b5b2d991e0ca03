import { readFileSync } from 'node:fs';
import path from 'node:path';

import { STATEMENTS } from '../fixtures/original-statements';
import { root } from './markdown';
import { fieldsOf, forms, credentials, nodes } from './nodes/property-tree';

const guide = readFileSync(path.join(root, 'docs/migration-from-synerise.md'), 'utf8');

/** The rows of the tables of a chapter, `[Synerise, here]`, without marks of Markdown in the first cell. */
const rowsOf = (chapter: string): Array<[string, string]> => {
	const text = guide.split(/^## /m).find((part) => part.startsWith(`${chapter}\n`)) ?? '';
	return text
		.split('\n')
		.filter((line) => /^\| (?!Synerise)/.test(line))
		.map((line) =>
			line
				.replaceAll('\\|', '\0')
				.split('|')
				.map((cell) => cell.trim()),
		)
		.map(([, original = '', here = '']) => [
			original.replace(/[*`]/g, '').replaceAll('\0', '|'),
			here,
		]);
};

/** Everything that a form calls something: fields, options, sections, and the forms themselves. */
const labels = new Set([
	...nodes.map(({ type }) => type.description.displayName),
	...credentials.map(({ type }) => type.displayName),
	...forms
		.flatMap(fieldsOf)
		.flatMap(({ property }) => [
			property.displayName,
			...(property.options ?? []).map((option) =>
				'displayName' in option ? option.displayName : option.name,
			),
			...(property.modes ?? []).map(({ displayName }) => displayName),
		]),
]);

describe.each(Object.entries(STATEMENTS))('%s', (chapter, statements) => {
	it('has a row for each statement of the original', () => {
		const rows = rowsOf(chapter).map(([original]) => original);
		expect(statements.filter((statement) => !rows.includes(statement))).toEqual([]);
		expect(rows.filter((row) => !statements.includes(row))).toEqual([]);
	});

	it('says of each where it is', () => {
		expect(rowsOf(chapter).filter(([, here]) => here === '')).toEqual([]);
	});

	it('promises no field that is not there', () => {
		const named = rowsOf(chapter).flatMap(([, here]) =>
			[...here.replace(/\*\*[^*]+\*\*/g, '').matchAll(/\*([^*]+)\*/g)].flatMap(([, text = '']) =>
				text.split(/: | > /),
			),
		);
		expect(named.length).toBeGreaterThan(20);
		expect([...new Set(named)].filter((label) => !labels.has(label))).toEqual([]);
	});
});
