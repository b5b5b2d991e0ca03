/** The letters of Java's date patterns. */
import type { DateTime } from 'luxon';

/** Writes what a run of one letter stands for; undefined for a letter without meaning. */
export function writeField(time: DateTime, letters: string): string | undefined {
	return letters.length > MAX_LETTERS
		? undefined
		: FIELDS[letters.charAt(0)]?.(time, letters.length);
}

const MAX_LETTERS = 9;

const padded = (value: number, width: number): string => `${value}`.padStart(width, '0');

/** Short below four letters, then long, then narrow: how Java counts the letters of names. */
const named = (short: string, long: string, narrow: string, count: number): string =>
	count <= 3 ? short : count === 4 ? long : narrow;

const year = (time: DateTime, count: number): string =>
	count === 2 ? padded(time.year % 100, 2) : padded(time.year, count);

const month = (time: DateTime, count: number, letter: 'M' | 'L'): string =>
	count <= 2
		? padded(time.month, count)
		: time.toFormat(named(letter.repeat(3), letter.repeat(4), letter.repeat(5), count));

const offset = (time: DateTime, count: number, zero: string): string => {
	if (time.offset === 0 && zero !== '') return zero;
	if (count === 1)
		return time.offset % 60 === 0 ? time.toFormat('ZZ').slice(0, 3) : time.toFormat('ZZZ');
	return time.toFormat(count === 2 ? 'ZZZ' : 'ZZ');
};

const FIELDS: Readonly<Record<string, (time: DateTime, count: number) => string>> = {
	y: year,
	u: year,
	Y: (time, count) => (count === 2 ? padded(time.weekYear % 100, 2) : padded(time.weekYear, count)),
	M: (time, count) => month(time, count, 'M'),
	L: (time, count) => month(time, count, 'L'),
	w: (time, count) => padded(time.localWeekNumber, count),
	D: (time, count) => padded(time.ordinal, count),
	d: (time, count) => padded(time.day, count),
	Q: (time) => `${time.quarter}`,
	q: (time) => `${time.quarter}`,
	E: (time, count) => time.toFormat(named('ccc', 'cccc', 'ccccc', count)),
	e: (time, count) =>
		count <= 2
			? padded((time.weekday % 7) + 1, count)
			: time.toFormat(named('ccc', 'cccc', 'ccccc', count)),
	a: (time) => time.toFormat('a'),
	H: (time, count) => padded(time.hour, count),
	k: (time, count) => padded(time.hour === 0 ? 24 : time.hour, count),
	h: (time, count) => padded(time.hour % 12 === 0 ? 12 : time.hour % 12, count),
	K: (time, count) => padded(time.hour % 12, count),
	m: (time, count) => padded(time.minute, count),
	s: (time, count) => padded(time.second, count),
	S: (time, count) => padded(time.millisecond, 3).padEnd(count, '0').slice(0, count),
	n: (time, count) => padded(time.millisecond * 1_000_000, count),
	G: (time, count) => time.toFormat(count <= 3 ? 'G' : 'GG'),
	z: (time, count) => (count <= 3 ? time.toFormat('ZZZZ') : time.toFormat('ZZZZZ')),
	V: (time) => time.toFormat('z'),
	Z: (time, count) => time.toFormat(count <= 3 ? 'ZZZ' : 'ZZ'),
	X: (time, count) => offset(time, count, 'Z'),
	x: (time, count) => offset(time, count, ''),
};
