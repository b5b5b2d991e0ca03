/** The pages of this repository as a reader meets them: headings, links, images and code samples. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(__dirname, '../..');

export interface Sample {
	/** The word after the fence: `json`, `shell`, … */
	language: string;
	text: string;
	/** Line of the opening fence, from 1. */
	line: number;
}

export interface Page {
	/** Relative to the repository, `docs/faq.md`. */
	file: string;
	/** The names that a link may put behind `#`. */
	anchors: Set<string>;
	/** Targets of links and images, as written. */
	links: string[];
	images: string[];
	samples: Sample[];
}

const FENCE = /^( *)(`{3,})([\w-]*)[^\n]*\n([\s\S]*?)^\1\2 *$/gm;

/** GitHub's name for a heading. */
export const slug = (heading: string) =>
	heading
		.toLowerCase()
		.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
		.replace(/[^\p{L}\p{N}\s_-]/gu, '')
		.trim()
		.replace(/\s/g, '-');

function anchorsOf(prose: string): Set<string> {
	const anchors = new Set<string>();
	for (const [, heading = ''] of prose.matchAll(/^#+ (.*)$/gm)) {
		const name = slug(heading);
		let number = 0;
		while (anchors.has(number ? `${name}-${number}` : name)) number++;
		anchors.add(number ? `${name}-${number}` : name);
	}
	return anchors;
}

export function readPage(file: string): Page {
	const text = readFileSync(path.join(root, file), 'utf8');
	const samples = [...text.matchAll(FENCE)].map(({ 3: language = '', 4: sample = '', index }) => ({
		language,
		text: sample,
		line: text.slice(0, index).split('\n').length,
	}));
	const prose = text
		.replace(FENCE, '')
		.replace(/`[^`\n]*`/g, (code) => code.replace(/[[\]]/g, ' '));
	const targets = (pattern: RegExp) =>
		[...prose.matchAll(pattern)].map(([, target = '']) => target);
	return {
		file,
		anchors: anchorsOf(text.replace(FENCE, '')),
		images: [
			...targets(/!\[[^\]]*\]\(([^)\s]+)\)/g),
			// Those of the dark theme.
			...targets(/ srcset="([^"]+)"/g),
		],
		links: targets(/(?<!!)\[(?:[^\]]|!\[[^\]]*\]\([^)]*\))*\]\(([^)\s]+)\)/g),
		samples,
	};
}

export const pages = globSync(['*.md', 'docs/**/*.md', 'examples/*.md', 'bench/*.md'], {
	cwd: root,
})
	.sort()
	.map(readPage);
