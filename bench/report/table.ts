import type { BenchRow } from '../measure/bench';

const HEADINGS = ['Work', 'Beside', 'Ours', 'Peer', 'Times as good', 'Spread', 'Goal', ''];

export const isMet = ({ ratio, goal }: BenchRow): boolean => goal === undefined || ratio >= goal;

/** The rows as a Markdown table. */
export function table(rows: BenchRow[]): string {
	const cells = rows.map((row) => [
		row.work,
		row.beside,
		`${row.ours} ${row.unit}`,
		`${row.peer} ${row.unit}`,
		String(row.ratio),
		row.spread.join(' – '),
		row.goal === undefined ? '' : `≥ ${row.goal}`,
		row.goal === undefined ? '' : isMet(row) ? 'met' : 'missed',
	]);
	const lines = [HEADINGS, HEADINGS.map(() => '---'), ...cells];
	return lines.map((line) => `| ${line.join(' | ')} |`).join('\n');
}
