import { compile, type TemplateContext } from '../../../../core/jinjava';
import { randomNumbers } from '../../../fixtures/random-numbers';
import { Grammar } from './grammar';

/** What a template may see: everything in it is a mark that the checks below look for. */
const context = (): TemplateContext => ({
	customer: { name: 'Ada', tags: ['a', 'b'], a: 1.5, items: { x: null } },
	event: { action: 'buy', params: { sku: '42', date: '2024-02-29T12:00:00Z' } },
	json: { list: [1, 2, 3], text: '{"token": "eyJ", "big": 12345678901234567890}' },
	list: [
		{ name: 'x', a: 1 },
		{ name: 'y', a: 2 },
	],
});

/** Texts that only an engine's or host's inside could have put into a result. */
const LEAKS = /\[object|native code|function\b|=>|class \w|undefined|process\.|Symbol\(/;

export interface Findings {
	rendered: number;
	refused: number;
	/** Templates that crashed, leaked or changed what they were given, with the reason. */
	faults: string[];
}

/**
 * Renders random templates and collects whatever is neither a text nor an error of the template.
 * @param isOver asked before each template
 */
export function fuzz(seed: number, isOver: (count: number) => boolean): Findings {
	const grammar = new Grammar(randomNumbers(seed));
	const findings: Findings = { rendered: 0, refused: 0, faults: [] };
	const before = JSON.stringify(context());
	const data = context();
	for (let count = 0; !isOver(count); count += 1) {
		const source = grammar.template();
		const fault =
			tryOut(source, data, findings) ??
			(JSON.stringify(data) === before ? undefined : 'changed the context');
		if (fault !== undefined) findings.faults.push(`${fault}: ${source}`);
	}
	return findings;
}

function tryOut(source: string, data: TemplateContext, findings: Findings): string | undefined {
	try {
		const template = compile(source, { field: 'jsonBody' });
		const options = {
			now: 0,
			random: () => 0.5,
			limits: { loopTurns: 10_000, steps: 100_000, time: 2000 },
		};
		const text = template.render(data, options);
		findings.rendered += 1;
		const leak = LEAKS.exec(text)?.[0];
		if (leak !== undefined && !source.includes(leak)) return `leaked ${leak}`;
		return template.render(data, options) === text
			? undefined
			: 'rendered differently the second time';
	} catch (error) {
		findings.refused += 1;
		const name = error instanceof Error ? error.name : typeof error;
		return name === 'TemplateError' || name === 'SkipItem' ? undefined : `${name} ${String(error)}`;
	}
}
