import {
	NodeHelpers,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyCollection,
} from 'n8n-workflow';

import { redisSettingsOfCredential } from '../../../core/store/redis-settings';
import { DeduplicationRedisApi } from '../../../credentials/DeduplicationRedisApi.credentials';

const form = new DeduplicationRedisApi();

it('has the fields of the contract', () => {
	expect(form.properties.map(({ name }) => name).sort()).toEqual(
		['database', 'masterName', 'mode', 'nodes', 'password', 'tls', 'user'].sort(),
	);
	expect(form.properties.find(({ name }) => name === 'password')?.typeOptions?.password).toBe(true);
});

it('is a working single server with a node as it is added', () => {
	const defaultsOf = (properties: INodeProperties[]) =>
		Object.fromEntries(properties.map(({ name, default: value }) => [name, value]));
	const nodes = form.properties.find(({ name }) => name === 'nodes');
	const [rows] = nodes?.options as INodePropertyCollection[];
	const added = { rows: [defaultsOf(rows?.values ?? [])] };
	expect(redisSettingsOfCredential({ ...defaultsOf(form.properties), nodes: added })).toMatchObject(
		{ mode: 'single', nodes: [{ host: 'localhost', port: 6379 }] },
	);
});

it.each([
	['single', ['database']],
	['cluster', []],
	['sentinel', ['database', 'masterName']],
])('asks a %s for %j besides the rest', (mode, fields) => {
	const values: INodeParameters = { mode };
	const shown = form.properties
		.filter((field) => NodeHelpers.displayParameter(values, field, null, null))
		.map(({ name }) => name);
	expect(shown.filter((name) => name === 'database' || name === 'masterName').sort()).toEqual(
		fields,
	);
});
