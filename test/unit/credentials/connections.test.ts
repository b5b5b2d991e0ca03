import { existsSync } from 'node:fs';
import path from 'node:path';
import {
	connectionMethod,
	connectionMethods,
	methodOfCredential,
} from '../../../core/connections/registry';
import { connections } from '../../../credentials/connections';
import packageJson from '../../../package.json';

const root = path.join(__dirname, '../../..');
const forms = connections.flatMap(({ method, form }) => (form ? [{ method, form }] : []));

describe('connections', () => {
	it('offers each method under its own name', () => {
		const names = connections.map(({ method }) => method.name);
		expect(new Set(names).size).toBe(names.length);
		expect(names.slice(0, 7)).toEqual([
			'none',
			'loginPassword',
			'customConnection',
			'syneriseApiKey',
			'oAuth2ClientCredentials',
			'apiKey',
			'sha256',
		]);
		expect(connectionMethods.map(({ name }) => name)).toEqual(names);
		for (const name of names) expect(connectionMethod(name)?.name).toBe(name);
		expect(connectionMethod('digest')).toBeUndefined();
	});

	it.each(forms)('pairs $method.name with its credential type', ({ method, form }) => {
		expect(form.name).toBe(method.credential);
		expect(methodOfCredential(form.name)).toBe(connectionMethod(method.name));
	});

	it.each(forms)('ships the form, icons and documentation of $method.name', ({ form }) => {
		const file = `${form.constructor.name}.credentials`;
		expect(packageJson.n8n.credentials).toContain(`dist/credentials/${file}.js`);
		expect(existsSync(path.join(root, 'credentials', `${file}.ts`))).toBe(true);
		const page = /docs\/connections\/[\w-]+\.md$/.exec(form.documentationUrl ?? '')?.[0];
		expect(existsSync(path.join(root, page ?? 'none'))).toBe(true);
		const { light, dark } = form.icon as { light: string; dark: string };
		for (const icon of [light, dark]) {
			expect(existsSync(path.join(root, 'credentials', icon.replace('file:', '')))).toBe(true);
		}
	});

	it.each(forms)('can restrict $method.name to domains', ({ form }) => {
		const names = form.properties.map(({ name }) => name);
		expect(names).toEqual(expect.arrayContaining(['allowedHttpRequestDomains', 'allowedDomains']));
	});
});
