import { readFileSync } from 'node:fs';
import path from 'node:path';

const { thirdPartyNotices } = require('../../../build/third-party-notices.js') as {
	thirdPartyNotices: (metafiles: object[]) => string;
};

const metafile = (...files: string[]) => ({
	outputs: { 'dist/a.js': { inputs: Object.fromEntries(files.map((file) => [file, {}])) } },
});

const licenceOf = (name: string) =>
	readFileSync(path.join('node_modules', name, 'LICENSE'), 'utf8').trim();

describe('thirdPartyNotices', () => {
	it('gives each bundled package once, in order, with the text of its licence', () => {
		const text = thirdPartyNotices([
			metafile('node_modules/undici/index.js', 'core/errors.ts'),
			metafile('node_modules/undici/lib/api/index.js', 'node_modules/nunjucks/src/lexer.js'),
		]);
		const titles = [...text.matchAll(/^(\S+) [\d.]+ \((.*)\)$/gm)].map(([, name]) => name);
		expect(titles).toEqual(['nunjucks', 'undici']);
		expect(text).toContain(licenceOf('nunjucks'));
		expect(text).toContain(licenceOf('undici'));
	});

	it('names licence and origin of a scoped package that ships no licence file', () => {
		const text = thirdPartyNotices([metafile('node_modules/@redis/client/dist/index.js')]);
		expect(text).toMatch(/@redis\/client [\d.]+ \(MIT\)/);
		expect(text).toContain('Licence: MIT');
		expect(text).toContain('github.com/redis');
	});

	it('leaves out what was not bundled', () => {
		expect(thirdPartyNotices([metafile('core/errors.ts')])).not.toMatch(/\(MIT\)/);
	});
});
