/** Naming every value of a document, beside npm's `flat` and beside parsing the same bytes. */
import { flatten as flat } from 'flat';

import type { JsonValue } from '../core/json';
import { PARAMETER_LIMITS } from '../core/incoming/json-body';
import { flatten } from '../core/parameters/flatten';
import { complaints } from './fixtures/complaints';
import { amount, compared, type Bench, type BenchRow } from './measure/bench';
import { interleave } from './measure/rounds';

const COUNT = PARAMETER_LIMITS.count;
const KIB = 1024;
const MIB = 1024 * KIB;

interface Size {
	name: string;
	bytes: number;
	maxValues: number;
	/** Runs in one measurement: enough to see beyond the clock. */
	repeats: number;
}

/** An endpoint refuses more than 10,000 parameters; the last document shows what is beyond. */
const SIZES: Size[] = [
	{ name: '10 KiB', bytes: 10 * KIB, maxValues: COUNT, repeats: 500 },
	{ name: '1 MiB', bytes: MIB, maxValues: COUNT, repeats: 10 },
	{ name: '16 MiB', bytes: 16 * MIB, maxValues: COUNT, repeats: 2 },
	{ name: '1 MiB beyond the limit', bytes: MIB, maxValues: Infinity, repeats: 5 },
];

/** Milliseconds that one call takes. */
function timed(work: () => unknown, repeats: number): number {
	const began = performance.now();
	for (let run = 0; run < repeats; run++) work();
	return (performance.now() - began) / repeats;
}

async function ofSize({ name, bytes, maxValues, repeats }: Size, rounds: number) {
	const text = JSON.stringify(complaints(bytes, maxValues));
	const document = JSON.parse(text) as JsonValue;
	const parameters = flatten(document);
	const count = Object.keys(parameters).length;
	const flattened = JSON.stringify(parameters);
	const samples = await interleave(
		{
			ours: () => timed(() => flatten(document), repeats),
			flat: () => timed(() => flat(document), repeats),
			parse: () => timed(() => JSON.parse(text), repeats),
			bound: () => timed(() => JSON.parse(flattened), repeats),
		},
		rounds,
	);
	const row = {
		work: `Flatten ${name} of JSON, ${count} values`,
		unit: 'ms' as const,
		ours: samples.ours,
	};
	const goal = count <= COUNT ? { goal: 1 } : {};
	return [
		compared({ ...row, beside: 'npm flat', goal: 1, peer: samples.flat }),
		compared({ ...row, beside: 'JSON.parse of the same bytes', ...goal, peer: samples.parse }),
		compared({ ...row, beside: 'JSON.parse of the result', peer: samples.bound }),
	];
}

export const bench: Bench = async ({ rounds, scale }) => {
	const rows: BenchRow[] = [];
	for (const size of SIZES) {
		const bytes = amount(size.bytes, scale);
		rows.push(...(await ofSize({ ...size, bytes, repeats: amount(size.repeats, scale) }, rounds)));
	}
	return rows;
};
