import { existsSync } from 'node:fs';
import path from 'node:path';
import type { INodeProperties } from 'n8n-workflow';
import { connections } from '../../../credentials/connections';
import { connectionForms, formNames } from '../../../credentials/fields/outgoing-definition';
import { OutgoingIntegrationApi } from '../../../credentials/OutgoingIntegrationApi.credentials';
import { savedFieldName } from '../../../core/outgoing/existing/field-names';
import { properties as nodeProperties } from '../../../nodes/OutgoingIntegration/description';

const { properties, icon, documentationUrl } = new OutgoingIntegrationApi();
const named = (name: string) => properties.filter((property) => property.name === name);

/** Fields of the node that say how it runs, not what the request is. */
const NODE_ONLY = [
	'action',
	'integrationType',
	'credentials',
	'integration',
	'formFields',
	'endpointHeading',
	'testContextNotice',
	'testContext',
	'readsContext',
	'unusedContextNotice',
	'testItemIndex',
	'testProfile',
	'testEvent',
	'eventChanges',
	'updateResponseEvent',
	'curlImport',
	'curlReview',
	'curlCommand',
	'curlChanges',
	'applyCurl',
	// A setting of the node, for saved integrations, too.
	'provideSslCertificates',
];

/** A property and all that are in it. */
const walk = (property: INodeProperties): INodeProperties[] => [
	property,
	...(property.options ?? []).flatMap((option) =>
		'values' in option ? option.values.flatMap(walk) : 'type' in option ? walk(option) : [],
	),
];

it('has every field of the request that the node has', () => {
	const names = new Set(
		nodeProperties.map(({ name }) => name).filter((name) => !NODE_ONLY.includes(name)),
	);
	expect([...names].filter((name) => named(name).length === 0)).toEqual([]);
});

it.each(connections.filter(({ form }) => form))(
	'has the fields of $method.name, shown with it',
	({ method, form }) => {
		for (const { name } of form!.properties) {
			const shown = named(savedFieldName(name, formNames)).filter(
				({ displayOptions }) => displayOptions?.show?.authentication?.[0] === method.name,
			);
			expect(shown).toHaveLength(1);
		}
		expect(
			connectionForms.find((known) => known.method === method.name)?.fields.length,
		).toBeGreaterThan(0);
	},
);

it('shows no two fields of one name at a time', () => {
	const seen = new Set<string>();
	for (const { name, displayOptions } of properties) {
		const key = `${name} ${JSON.stringify(displayOptions ?? {})}`;
		expect(seen).not.toContain(key);
		seen.add(key);
	}
});

it('can be saved as a draft, and renders no expression a second time', () => {
	expect(properties.filter(({ required }) => required)).toEqual([]);
	const request = properties.filter(({ name }) => formNames.has(name)).flatMap(walk);
	expect(request.filter(({ noDataExpression }) => noDataExpression !== true)).toEqual([]);
});

it('hides every secret', () => {
	const secrets = properties.filter(
		({ name }) => /secret$|password$|apiKey$/i.test(name) && named(name)[0]?.type === 'string',
	);
	expect(secrets.length).toBeGreaterThan(0);
	for (const { typeOptions } of secrets) expect(typeOptions).toMatchObject({ password: true });
});

it('ships its icons and its page', () => {
	const root = path.join(__dirname, '../../..');
	const { light, dark } = icon as { light: string; dark: string };
	for (const file of [light, dark]) {
		expect(existsSync(path.join(root, 'credentials', file.replace('file:', '')))).toBe(true);
	}
	expect(existsSync(path.join(root, /docs\/[\w-]+\.md$/.exec(documentationUrl)![0]))).toBe(true);
});
