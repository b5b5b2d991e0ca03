import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

import { DEMO_ENDPOINT_ID } from '../../demo/complaint';
import { compile } from '../../core/jinjava';
import manifest from '../../package.json';
import { pages, readPage, root, type Page } from './markdown';

const MAX_IMAGE_BYTES = 150_000;

const isOutside = (link: string) => /^(https?|mailto):/.test(link);

/** What a relative link of a page is about: the file, relative to the repository, and the anchor in it. */
function destination(page: Page, link: string): { file: string; anchor: string } {
	const [target = '', anchor = ''] = link.split('#');
	const file = target ? path.join(path.dirname(page.file), decodeURI(target)) : page.file;
	return { file, anchor };
}

/** Where a sample of one of these languages stands, with what is wrong with it. */
function faultsOfSamples(languages: string[], check: (text: string) => void): string[] {
	const samples = pages.flatMap(({ file, samples: all }) => all.map((each) => ({ file, ...each })));
	return samples
		.filter(({ language }) => languages.includes(language))
		.flatMap(({ file, line, text }) => {
			try {
				check(text);
				return [];
			} catch (error) {
				return [`${file}:${line} ${error instanceof Error ? error.message : String(error)}`];
			}
		});
}

describe.each(pages)('$file', (page) => {
	it('links to files and headings that exist', () => {
		const broken = page.links
			.filter((link) => !isOutside(link))
			.filter((link) => {
				const { file, anchor } = destination(page, link);
				if (!existsSync(path.join(root, file))) return true;
				return anchor !== '' && !readPage(file).anchors.has(anchor);
			});
		expect(broken).toEqual([]);
	});

	it('shows pictures that exist and load quickly', () => {
		const files = page.images
			.filter((image) => !isOutside(image))
			.map((image) => path.join(root, path.dirname(page.file), image));
		expect(files.filter((file) => !existsSync(file))).toEqual([]);
		expect(files.filter((file) => statSync(file).size > MAX_IMAGE_BYTES)).toEqual([]);
	});

	it('names commands of package.json only', () => {
		const text = readFileSync(path.join(root, page.file), 'utf8');
		const scripts = Object.keys(manifest.scripts);
		const named = [...text.matchAll(/npm (?:run ([\w:-]+)|(start|test)\b)/g)];
		const missing = named
			.map(([, run, short]) => run ?? short ?? '')
			.filter((name) => !scripts.includes(name));
		expect(missing).toEqual([]);
	});

	it('calls each sample by its language', () => {
		const unnamed = page.samples.filter(({ language }) => language === '');
		// Folder trees and plain output have no language; what can be checked must say so.
		expect(unnamed.filter(({ text }) => /^\s*[{[]|^\s*(npm|curl|docker) /.test(text))).toEqual([]);
	});
});

describe('samples', () => {
	it('of JSON can be read', () => {
		expect(faultsOfSamples(['json'], JSON.parse)).toEqual([]);
	});

	it('of the shell can be run', () => {
		const check = (input: string) => {
			const { status, stderr } = spawnSync('bash', ['-n'], { input, encoding: 'utf8' });
			if (status !== 0) throw new Error(stderr);
		};
		expect(faultsOfSamples(['shell', 'bash', 'sh'], check)).toEqual([]);
	});

	it('of templates compile', () => {
		const check = (text: string) => compile(text, { field: 'sample' });
		expect(faultsOfSamples(['jinja', 'jinjava'], check)).toEqual([]);
	});
});

describe('README.md', () => {
	const readme = readPage('README.md');

	it('leads to every page', () => {
		const linked = readme.links.map((link) => destination(readme, link).file);
		const unlinked = pages.filter(({ file }) => file.startsWith('docs/') && !linked.includes(file));
		expect(unlinked.map(({ file }) => file)).toEqual([]);
	});

	it('sends the demo to the endpoint that it publishes', () => {
		const endpoint = `http://localhost:5678/webhook/automation-endpoint/endpoints/authorized/${DEMO_ENDPOINT_ID}/trigger`;
		const commands = readme.samples.filter(({ text }) => text.includes('curl '));
		expect(commands.some(({ text }) => text.includes(endpoint))).toBe(true);
	});
});

describe('docs/images', () => {
	it('holds no picture that no page shows', () => {
		const shown = pages.flatMap((page) =>
			page.images.map((image) => path.join(path.dirname(page.file), image)),
		);
		const files = globSync('docs/images/**/*.png', { cwd: root });
		expect(files.filter((file) => !shown.includes(file))).toEqual([]);
	});
});
