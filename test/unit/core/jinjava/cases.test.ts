import type { TemplateContext } from '../../../../core/jinjava';
import own from '../../../fixtures/jinjava-2x-own.json';
import upstream from '../../../fixtures/jinjava-2x-upstream.json';
import { differences } from './differences';
import { render } from './render';

/** The present of the engine that gave the results. */
const NOW = 1_709_208_000_000;

interface Case {
	template: string;
	context: number;
	expected: string;
}

interface Cases {
	contexts: object[];
	cases: Case[];
}

const FILES: ReadonlyArray<readonly [string, Cases]> = [
	["templates of Jinjava's own tests", upstream],
	['filters, tests, methods and operators over many kinds of values', own],
];

const outcome = (template: string, context: object): string => {
	try {
		return render(template, structuredClone(context) as TemplateContext, { now: NOW });
	} catch (error) {
		return `!${(error as Error).message}`;
	}
};

const listed = differences.flatMap(({ cases }) => cases);

/** Whether the list of differences has this result of this template. */
const isListed = (template: string, result: string): boolean =>
	listed.some(
		([known, ours]) =>
			known === template &&
			(ours.startsWith('!') ? result.includes(ours.slice(1)) : result === ours),
	);

describe.each(FILES)('%s render as in Jinjava 2.x', (_name, { contexts, cases }) => {
	it.each(cases.map((entry) => [entry.template, entry.expected, entry] as const))(
		'%s: %s',
		(template, expected, { context }) => {
			const result = outcome(template, contexts[context] ?? {});
			if (!isListed(template, result)) expect(result).toBe(expected);
		},
	);

	it('in 98 % of the cases', () => {
		const same = cases.filter(
			({ template, context, expected }) => outcome(template, contexts[context] ?? {}) === expected,
		);
		expect(same.length / cases.length).toBeGreaterThanOrEqual(0.98);
	});
});

it('differs wherever the list of differences says so', () => {
	const all = FILES.flatMap(([, { contexts, cases }]) =>
		cases.map(({ template, context, expected }) => ({
			template,
			expected,
			result: outcome(template, contexts[context] ?? {}),
		})),
	);
	const idle = listed.filter(
		([template]) =>
			!all.some((entry) => entry.template === template && entry.result !== entry.expected),
	);
	expect(idle).toEqual([]);
});
