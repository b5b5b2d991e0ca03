import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

const UNION = 'core/error-codes.ts';
const codes = [...read(UNION).matchAll(/^\t\| '([A-Z_\d]+)'/gm)].map(([, code = '']) => code);

const sources = globSync('{core,nodes,forms}/**/*.ts', { cwd: root })
	.filter((file) => file !== UNION)
	.map(read)
	.join('\n');

it('has a row in docs/errors.md for each code, and none for others', () => {
	const rows = [...read('docs/errors.md').matchAll(/^\| `([A-Z_\d]+)`\s+\|(.+)\|(.+)\|$/gm)];
	expect(rows.map(([, code]) => code)).toEqual(codes);
	for (const [, , , advice = ''] of rows) expect(advice.trim()).not.toBe('');
});

it('has no code that nothing uses', () => {
	// The rules of event parameters share a prefix.
	const used = (code: string) => sources.includes(`'${code.replace(/^EVENT_PARAMETER_/, '')}'`);
	expect(codes.filter((code) => !used(code))).toEqual([]);
});
