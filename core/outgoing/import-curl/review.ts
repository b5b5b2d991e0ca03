/** The review of a pasted command, one line for each thing that a user should see before applying it. */
import { IntegrationError } from '../../errors';
import { describeNote } from './apply';
import { changesOf, type Change, type LabelOf } from './changes';
import { parseCurl } from '../../curl/parse';
import { toParameters } from './to-parameters';

export interface ReviewLine {
	title: string;
	detail?: string;
}

/** Longer values are cut: the list is for comparing, not for reading a body. */
const MAX_SHOWN = 80;

/**
 * @param now the values of the form
 * @returns a summary, then the changes, then what the form cannot take over; a syntax error is the only line
 */
export function reviewCurl(
	now: Record<string, unknown>,
	command: string,
	labelOf: LabelOf,
): ReviewLine[] {
	if (command.trim() === '') return [{ title: 'Paste a command to see what it would change' }];
	try {
		const { parameters, notes } = toParameters(parseCurl(command));
		const changes = changesOf(now, parameters, labelOf);
		const shown = notes.filter(({ kind }) => kind !== 'ignored');
		return [
			{ title: summary(changes.length, shown.length) },
			...changes.map(changeLine),
			...shown.map((note) => ({
				title: note.kind === 'advice' ? 'Note' : 'Not taken over',
				detail: describeNote(note),
			})),
		];
	} catch (error) {
		if (!(error instanceof IntegrationError)) throw error;
		return [{ title: error.message, ...(error.hint !== undefined && { detail: error.hint }) }];
	}
}

function summary(changes: number, notes: number): string {
	const counted = changes === 1 ? '1 change' : `${changes} changes`;
	const noted = notes === 0 ? '' : `, ${notes === 1 ? '1 note' : `${notes} notes`}`;
	return `${changes === 0 ? 'No changes' : counted}${noted}`;
}

function changeLine({ label, now, after }: Change): ReviewLine {
	return { title: label, detail: `Now: ${shorten(now)} · After: ${shorten(after)}` };
}

function shorten(value: string | undefined): string {
	if (value === undefined) return 'not set';
	const line = value.replace(/\s+/g, ' ').trim();
	return line.length > MAX_SHOWN ? `${line.slice(0, MAX_SHOWN)}…` : line;
}
