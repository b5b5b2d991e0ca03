/** The process of one hostile template: tells what rendering it took. */
import { compile } from '../core/jinjava';
import { HOSTILE_TEMPLATES, templateOf, type HostileTemplate } from './fixtures/hostile-templates';

export interface HostileRun {
	/** Processor time. */
	milliseconds: number;
	/** Above what was in use with the data alone. */
	mebibytes: number;
}

const MEBIBYTE = 1024 ** 2;

function run(at: number, size: number): HostileRun {
	const hostile = HOSTILE_TEMPLATES[at] as HostileTemplate;
	const template = templateOf(hostile, size);
	const context = hostile.data?.(size) ?? {};
	globalThis.gc?.();
	const { rss } = process.memoryUsage();
	const before = process.cpuUsage();
	try {
		compile(template, { field: 'body' }).render(context);
	} catch {
		// Most end with an error, which is right.
	}
	const { user, system } = process.cpuUsage(before);
	const peak = process.resourceUsage().maxRSS * 1024;
	return { milliseconds: (user + system) / 1000, mebibytes: (peak - rss) / MEBIBYTE };
}

process.send?.(run(Number(process.argv[2]), Number(process.argv[3])), () => process.disconnect());
