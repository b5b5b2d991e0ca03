import type { Bench } from './measure/bench';

export type BenchName =
	'flatten' | 'deduplication' | 'webhook' | 'growth' | 'start-up' | 'incoming' | 'outgoing';

/** Every benchmark, loaded only in the process that runs it. In the order of the report. */
export const BENCHES: Record<BenchName, () => Promise<{ bench: Bench }>> = {
	incoming: () => import('./incoming'),
	outgoing: () => import('./outgoing'),
	webhook: () => import('./webhook'),
	flatten: () => import('./flatten'),
	deduplication: () => import('./deduplication'),
	growth: () => import('./growth'),
	'start-up': () => import('./start-up'),
};
