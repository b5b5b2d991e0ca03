/** The ratios as an SVG: a bar for each row from "as good as the peer" to where we are, on a logarithmic scale. */
import type { BenchRow } from '../measure/bench';
import { isMet } from './table';

const ROW_HEIGHT = 26;
const TOP = 40;
const LABELS = 560;
const BARS = 420;
const WIDTH = LABELS + BARS + 80;

const MET = '#2b8a3e';
const MISSED = '#c92a2a';
const WITHOUT_GOAL = '#868e96';

const escape = (text: string): string =>
	text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);

/** Least and greatest power of ten that the rows reach. */
function decades(rows: BenchRow[]): [number, number] {
	const reached = rows
		.flatMap(({ ratio, goal }) => [ratio, goal ?? 1])
		.filter((value) => value > 0);
	const least = Math.floor(Math.log10(Math.min(0.5, ...reached)));
	return [least, Math.ceil(Math.log10(Math.max(2, ...reached)))];
}

export function plot(rows: BenchRow[]): string {
	const [least, greatest] = decades(rows);
	const x = (ratio: number): number =>
		Math.round(LABELS + (BARS * (Math.log10(ratio) - least)) / (greatest - least));
	const height = TOP + rows.length * ROW_HEIGHT + 10;
	const line = (ratio: number, style: string) =>
		`<path d="M${x(ratio)} ${TOP - 8}V${height - 10}" stroke="${style}"/>`;
	const grid = Array.from({ length: greatest - least + 1 }, (_, step) => 10 ** (least + step));
	const parts = [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12">`,
		`<title>How many times as fast, or as small, as the peer</title>`,
		`<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
		...grid.map((ratio) => line(ratio, ratio === 1 ? '#212529' : '#dee2e6')),
		...grid.map(
			(ratio) =>
				`<text x="${x(ratio)}" y="${TOP - 16}" text-anchor="middle">${Number(ratio.toPrecision(1))} ×</text>`,
		),
		...rows.map((row, index) => bar(row, TOP + index * ROW_HEIGHT, x)),
		'</svg>',
	];
	return `${parts.join('\n')}\n`;
}

function bar(row: BenchRow, y: number, x: (ratio: number) => number): string {
	const [from, to] = [x(Math.min(1, row.ratio)), x(Math.max(1, row.ratio))];
	const colour = row.goal === undefined ? WITHOUT_GOAL : isMet(row) ? MET : MISSED;
	const middle = y + ROW_HEIGHT / 2 + 4;
	const goal =
		row.goal === undefined
			? ''
			: `<path d="M${x(row.goal)} ${y + 2}v${ROW_HEIGHT - 4}" stroke="#212529" stroke-width="2" stroke-dasharray="3 2"/>`;
	return [
		`<text x="${LABELS - 12}" y="${middle}" text-anchor="end">${escape(`${row.work} / ${row.beside}`)}</text>`,
		`<rect x="${from}" y="${y + 5}" width="${Math.max(1, to - from)}" height="${ROW_HEIGHT - 10}" fill="${colour}"/>`,
		`<text x="${to + 6}" y="${middle}">${row.ratio}</text>`,
		goal,
	].join('');
}
