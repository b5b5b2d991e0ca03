import path from 'node:path';
import type { ICredentialType } from 'n8n-workflow';
import packageJson from '../../../package.json';

const root = path.join(__dirname, '../../..');

const credentials = packageJson.n8n.credentials.map((file) => {
	const name = path.basename(file, '.credentials.js');
	const exported = require(path.join(root, 'credentials', `${name}.credentials.ts`)) as Record<
		string,
		new () => ICredentialType
	>;
	return { name, properties: new exported[name]!().properties };
});

// n8n's dialog would write into it, and show what was written in the next new credential.
it.each(credentials)('no list of $name has a default value', ({ properties }) => {
	const lists = properties.filter(
		({ type }) => type === 'fixedCollection' || type === 'collection',
	);
	expect(lists.filter((list) => list.default !== undefined).map(({ name }) => name)).toEqual([]);
});
