/** The known name that an unknown one was probably meant to be. */
import { adviceFor, namesWithAdvice, plain, type NameKind } from './advice';

/** `: write | upper`, ` (did you mean "upper"?)`, or nothing when nothing known is near. */
export function instead(kind: NameKind, name: string, known: Iterable<string>): string {
	const advice = adviceFor(kind, name);
	return advice === undefined ? suggestion(name, known) : `: write ${advice}`;
}

/** What to write instead of a name that is nearly one of another language; undefined when none is near. */
export function adviceForNearest(kind: NameKind, name: string): string | undefined {
	const nearest = name.length < MIN_NEAR ? undefined : nearestName(name, namesWithAdvice(kind), 1);
	return nearest === undefined ? undefined : adviceFor(kind, nearest);
}

/** A wrong letter of a shorter name leaves too little of it. */
const MIN_NEAR = 6;

/** ` (did you mean "tojson"?)`, or nothing when no known name is close. */
export function suggestion(unknown: string, known: Iterable<string>): string {
	const nearest = nearestName(unknown, [...known]);
	return nearest === undefined ? '' : ` (did you mean "${nearest}"?)`;
}

/** The known name with the fewest changed letters, up to `most`, or else the one with the longest common beginning. */
function nearestName(unknown: string, known: readonly string[], most = 2): string | undefined {
	const wanted = plain(unknown);
	let best: string | undefined;
	let bestDistance = Math.min(most, Math.floor(wanted.length / 2)) + 1;
	for (const name of known) {
		const distance = editDistance(wanted, plain(name), bestDistance);
		if (distance < bestDistance) [best, bestDistance] = [name, distance];
	}
	return best ?? longestBeginning(wanted, known);
}

/** A shorter beginning says too little. */
const MIN_BEGINNING = 4;

/** Of several as near the shortest: `trunc` means `truncate`, not `truncatehtml`. */
function longestBeginning(wanted: string, known: readonly string[]): string | undefined {
	const common = (name: string) =>
		wanted.startsWith(name) || name.startsWith(wanted) ? Math.min(name.length, wanted.length) : 0;
	return known
		.map((name) => ({ name, length: common(plain(name)) }))
		.filter(({ length }) => length >= MIN_BEGINNING)
		.sort((a, b) => b.length - a.length || a.name.length - b.name.length)[0]?.name;
}

/** Levenshtein distance, in which two neighbours that change places count once, cut short at `limit`. */
function editDistance(a: string, b: string, limit: number): number {
	if (Math.abs(a.length - b.length) >= limit) return limit;
	let before: number[] = [];
	let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
	for (let row = 1; row <= a.length; row += 1) {
		const current = [row];
		for (let column = 1; column <= b.length; column += 1) {
			const isSame = a[row - 1] === b[column - 1];
			const isSwapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
			current.push(
				Math.min(
					(previous[column - 1] ?? 0) + (isSame ? 0 : 1),
					(previous[column] ?? 0) + 1,
					(current[column - 1] ?? 0) + 1,
					isSwapped ? (before[column - 2] ?? limit) + 1 : limit,
				),
			);
		}
		[before, previous] = [previous, current];
	}
	return previous[b.length] ?? limit;
}
