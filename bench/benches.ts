import type { Bench } from './measure/bench';

/** Every benchmark, loaded only in the process that runs it; in the order of the report. */
export const BENCHES = {
	incoming: () => import('./incoming'),
	outgoing: () => import('./outgoing'),
	webhook: () => import('./webhook'),
	deduplication: () => import('./deduplication'),
	flatten: () => import('./flatten'),
	jinjava: () => import('./jinjava'),
	'start-up': () => import('./start-up'),
	growth: () => import('./growth'),
	hostile: () => import('./hostile'),
	'hostile-templates': () => import('./hostile-templates'),
} satisfies Record<string, () => Promise<{ bench: Bench }>>;

export type BenchName = keyof typeof BENCHES;
