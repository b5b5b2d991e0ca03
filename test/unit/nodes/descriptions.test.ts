import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { INodeProperties } from 'n8n-workflow';

import manifest from '../../../package.json';
import { root } from '../markdown';
import {
	excludeEachOther,
	faultsOfConditions,
	isDefaultValid,
	isExplained,
	isPunctuated,
	isTitleCase,
	leadsToOurPage,
	targets,
} from './form-rules';
import {
	choicesOf,
	credentials,
	fieldsOf,
	forms,
	nodes,
	textsOf,
	type Field,
} from './property-tree';

const INVISIBLE = ['hidden', 'notice', 'callout', 'curlImport', 'button', 'credentials'];
const isVisible = ({ property }: Field) => !INVISIBLE.includes(property.type);

/** The paths of the fields for which a rule does not hold. */
const breaking = (fields: Field[], holds: (field: Field) => boolean) =>
	fields.filter((field) => !holds(field)).map(({ path: name }) => name);

it('finds every node and credential', () => {
	expect(nodes.map(({ type }) => type.description.name)).toEqual([
		'incomingIntegration',
		'incomingIntegrationTrigger',
		'outgoingIntegration',
	]);
	expect(credentials.map(({ type }) => type.name).sort()).toEqual([
		'apiKeyConnectionApi',
		'clientCertificateApi',
		'clientCredentialsOAuth2Api',
		'customConnectionApi',
		'deduplicationRedisApi',
		'eagleEyeSha256Api',
		'headerKeyApi',
		'incomingIntegrationJwtApi',
		'loginPasswordApi',
		'metaWebhookApi',
		'outgoingIntegrationApi',
		'standardWebhooksApi',
		'syneriseApi',
		'webhookSignatureApi',
	]);
});

describe.each(forms)('the form of $title', (form) => {
	const fields = fieldsOf(form);
	const visible = fields.filter(isVisible);

	it('never shows two fields of one name', () => {
		const isAlone = ({ property, siblings }: Field) =>
			siblings.every(
				(other) =>
					other === property ||
					other.name !== property.name ||
					[other.type, property.type].includes('hidden') ||
					excludeEachOther(property, other),
			);
		expect(breaking(fields, isAlone)).toEqual([]);
	});

	it('shows fields under conditions that can come true', () => {
		expect(fields.flatMap(faultsOfConditions)).toEqual([]);
	});

	it('starts with values that it offers', () => {
		expect(breaking(fields, ({ property }) => isDefaultValid(property))).toEqual([]);
	});

	it('offers each value once', () => {
		const isUnambiguous = ({ property }: Field) => {
			const choices = choicesOf(property) ?? [];
			return choices.length === new Set(choices).size;
		};
		expect(breaking(fields, isUnambiguous)).toEqual([]);
	});

	it('loads lists anew for fields that exist', () => {
		const dependencies = (field: Field) =>
			(field.property.typeOptions?.loadOptionsDependsOn ?? []).every(
				(name) => targets(name, field).length > 0,
			);
		expect(breaking(fields, dependencies)).toEqual([]);
	});

	it('names fields in title case, never by their raw names', () => {
		const isNamed = ({ property: { name, displayName } }: Field) =>
			displayName !== name && isTitleCase(displayName);
		expect(breaking(visible, isNamed)).toEqual([]);
	});

	it('says of each field what its name does not', () => {
		expect(breaking(visible, isExplained)).toEqual([]);
	});

	it('punctuates as n8n does', () => {
		const isTidy = (field: Field) =>
			textsOf(field).every(([where, text]) => !where.endsWith('description') || isPunctuated(text));
		expect(breaking(visible, isTidy)).toEqual([]);
	});

	it('holds no emoji, no blank edge, no double blank', () => {
		const faulty = /\p{Extended_Pictographic}|^\s|\s$| {2}/u;
		expect(
			breaking(fields, (field) => !textsOf(field).some(([, text]) => faulty.test(text))),
		).toEqual([]);
	});

	it('links to pages of ours that exist', () => {
		const links = fields
			.flatMap(textsOf)
			.flatMap(([, text]) => [...text.matchAll(/href=["'](https[^"']*)["']/g)])
			.map(([, url = '']) => url);
		expect(links.filter((url) => !leadsToOurPage(url))).toEqual([]);
	});
});

describe.each(nodes)('node $type.description.name', ({ file, type }) => {
	const { description } = type;
	const codexFile = path.join(root, file.replace(/\.ts$/, '.json'));
	const codex = JSON.parse(readFileSync(codexFile, 'utf8')) as {
		node: string;
		alias: string[];
		resources: Record<string, Array<{ url: string }> | undefined>;
	};

	it('loads the lists that its form asks for', () => {
		const methods = fieldsOf({ title: '', file, properties: description.properties }).map(
			({ property: { typeOptions } }) => ({
				loadOptions: typeOptions?.loadOptionsMethod,
				resourceMapping: typeOptions?.resourceMapper?.resourceMapperMethod,
			}),
		);
		for (const { loadOptions, resourceMapping } of methods) {
			if (loadOptions) expect(type.methods?.loadOptions).toHaveProperty(loadOptions);
			if (resourceMapping) expect(type.methods?.resourceMapping).toHaveProperty(resourceMapping);
		}
	});

	it('uses credentials of this package, each under conditions that can come true', () => {
		const known = credentials.map((credential) => credential.type.name);
		for (const { name, displayOptions } of description.credentials ?? []) {
			expect(known).toContain(name);
			const property = { name, displayName: name, type: 'hidden', default: '' } as INodeProperties;
			const field: Field = {
				property: { ...property, ...(displayOptions && { displayOptions }) },
				path: name,
				siblings: description.properties,
				form: { title: '', file, properties: description.properties },
			};
			expect(faultsOfConditions(field)).toEqual([]);
		}
	});

	it('has its icons, its codex and its page', () => {
		const icons = Object.values(description.icon as { light: string; dark: string });
		expect(icons).toHaveLength(2);
		for (const icon of icons) {
			expect(existsSync(path.join(root, path.dirname(file), icon.replace('file:', '')))).toBe(true);
		}
		expect(codex.node).toBe(`${manifest.name}.${description.name}`);
		const urls = Object.values(codex.resources).flatMap((links) => links ?? []);
		expect(urls.length).toBeGreaterThan(0);
		expect(urls.filter(({ url }) => !leadsToOurPage(url))).toEqual([]);
	});

	it.each(['synerise', 'webhook'])('is found by searching for "%s"', (word) => {
		const words = [description.displayName, ...codex.alias].map((text) => text.toLowerCase());
		expect(words.some((text) => text.includes(word))).toBe(true);
	});
});

describe.each(credentials)('credential $type.name', ({ file, type }) => {
	it('is used by a node', () => {
		const used = nodes.flatMap((node) => node.type.description.credentials ?? []);
		expect(used.map(({ name }) => name)).toContain(type.name);
	});

	it('has its icons and its page', () => {
		const icons = typeof type.icon === 'object' ? Object.values(type.icon) : [type.icon];
		for (const icon of icons) {
			expect(icon).toMatch(/^file:/);
			const svg = String(icon).replace('file:', '');
			expect(existsSync(path.join(root, path.dirname(file), svg))).toBe(true);
		}
		expect(leadsToOurPage(type.documentationUrl ?? '')).toBe(true);
	});

	it('keeps what is secret behind dots', () => {
		const secrets = fieldsOf({ title: '', file, properties: type.properties }).filter(
			({ property }) => /secret$|password$|^apiKey$|privateKey$|^key$/i.test(property.name),
		);
		const shown = secrets.filter(
			({ property }) => property.type === 'string' && !property.typeOptions?.password,
		);
		expect(shown.map((field) => field.path)).toEqual([]);
	});
});

describe('package.json', () => {
	const compiled = (file: string) => `dist/${file.replace(/\.ts$/, '.js')}`;

	it('registers every node and credential', () => {
		expect([...manifest.n8n.nodes].sort()).toEqual(nodes.map(({ file }) => compiled(file)));
		expect([...manifest.n8n.credentials].sort()).toEqual(
			credentials.map(({ file }) => compiled(file)),
		);
	});
});
