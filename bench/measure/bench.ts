/** What a benchmark is and what it reports: one row for each work and each peer beside which it was done. */
import { median } from './rounds';

export interface BenchOptions {
	/** Measured rounds, after one to warm up. */
	rounds: number;
	/** 1 is the full amount of work; a smoke run takes a small part of it. */
	scale: number;
	/** Only to see that it runs: one expression engine instead of all. */
	smoke: boolean;
	/** The packed package. */
	tarball: string;
}

export type Bench = (options: BenchOptions) => Promise<BenchRow[]>;

export type Unit = 'requests/s' | 'claims/s' | 'renders/s' | 'ms' | 'µs' | 'MiB';

export interface BenchRow {
	work: string;
	/** The peer, or the limit that nothing can pass. */
	beside: string;
	unit: Unit;
	/** Medians of the rounds. */
	ours: number;
	peer: number;
	/** How many times as fast, or as small, as the peer: median, least and greatest of the rounds. */
	ratio: number;
	spread: [number, number];
	/** The ratio to reach; absent where a row only shows where the host stands. */
	goal?: number;
	samples: { ours: number[]; peer: number[] };
}

interface Comparison {
	work: string;
	beside: string;
	unit: Unit;
	goal?: number;
	ours: number[];
	peer: number[];
}

export function compared({ ours, peer, ...row }: Comparison): BenchRow {
	const ratios = ours.map((own, round) => times(row.unit, own, peer[round] ?? NaN));
	return {
		...row,
		ours: rounded(median(ours)),
		peer: rounded(median(peer)),
		ratio: rounded(median(ratios)),
		spread: [rounded(Math.min(...ratios)), rounded(Math.max(...ratios))],
		samples: { ours: ours.map(rounded), peer: peer.map(rounded) },
	};
}

/** Of rates the greater is better, of times and sizes the smaller. */
const times = (unit: Unit, ours: number, peer: number): number =>
	unit.endsWith('/s') ? ours / peer : peer / ours;

/** Three significant digits say more than the machine keeps from one run to the next. */
const rounded = (value: number): number => Number(value.toPrecision(3));

/** An amount of work at this scale, at least `least`. */
export const amount = (full: number, scale: number, least = 1): number =>
	Math.max(least, Math.round(full * scale));
