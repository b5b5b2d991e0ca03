/**
 * Date patterns: Python's `%Y-%m-%d` and Java's `yyyy-MM-dd`, written by way of luxon. Python's are turned
 * into Java's first, as Jinjava does.
 */
import { DateTime } from 'luxon';
import { Fault } from '../errors';
import { writeField } from './date-fields';

const MAX_PATTERN = 200;

export const DEFAULT_DATE_FORMAT = '%H:%M / %d-%m-%Y';

const PYTHON_TO_JAVA: Readonly<Record<string, string>> = {
	a: 'EEE',
	A: 'EEEE',
	b: 'MMM',
	B: 'MMMM',
	c: '\ue000',
	d: 'dd',
	e: 'd',
	f: 'SSSSSS',
	H: 'HH',
	h: 'hh',
	I: 'hh',
	j: 'DDD',
	k: 'H',
	l: 'h',
	m: 'MM',
	M: 'mm',
	p: 'a',
	S: 'ss',
	U: 'ww',
	w: 'e',
	W: 'ww',
	x: '\ue001',
	X: '\ue002',
	y: 'yy',
	Y: 'yyyy',
	z: 'Z',
	Z: 'z',
	'%': "'%'",
};

/** The fields that a language writes in its own order, and how they are read; the keys stand for them in a pattern. */
const LOCALIZED: Readonly<Record<string, { shown: Intl.DateTimeFormatOptions; read: string }>> = {
	'\ue000': {
		shown: { dateStyle: 'medium', timeStyle: 'medium' },
		read: 'MMM d, yyyy, h:mm:ss a',
	},
	'\ue001': { shown: { dateStyle: 'short' }, read: 'M/d/yy' },
	'\ue002': { shown: { timeStyle: 'medium' }, read: 'h:mm:ss a' },
};

/** A part of a Java pattern: a run of one letter or the sign of a localized field, or text to be written as it is. */
type Part = { letters: string } | { literal: string };

const STYLES = new Set(['short', 'medium', 'long', 'full'] as const);
type Style = 'short' | 'medium' | 'long' | 'full';
const isStyle = (name: string): name is Style => STYLES.has(name as Style);

/**
 * Writes a point in time.
 * @param pattern a Python or Java pattern, or `short`, `medium`, `long`, `full`
 * @param locale a language tag such as `pl`; English by default
 */
export function formatDate(time: DateTime, pattern: string, locale = 'en'): string {
	const local = time.setLocale(localeOrEnglish(locale));
	const style = pattern.toLowerCase();
	if (isStyle(style))
		return plainSpaces(local.toLocaleString({ dateStyle: style, timeStyle: style }));
	return parts(toJava(pattern))
		.map((part) =>
			'literal' in part
				? part.literal
				: (writeLocalized(local, part.letters) ??
					writeField(local, part.letters) ??
					refuse(pattern)),
		)
		.join('');
}

function writeLocalized(time: DateTime, sign: string): string | undefined {
	const field = LOCALIZED[sign];
	return field && plainSpaces(time.toLocaleString(field.shown));
}

/** Writes only the date or only the time, in a style or by a pattern. */
export function formatStyle(
	time: DateTime,
	format: string,
	locale: string,
	shown: readonly ('dateStyle' | 'timeStyle')[],
): string {
	if (!isStyle(format)) return formatDate(time, format, locale);
	const options = Object.fromEntries(shown.map((name) => [name, format]));
	const text = plainSpaces(time.setLocale(localeOrEnglish(locale)).toLocaleString(options));
	return time.zone.type === 'fixed' && time.offset === 0 ? text.replace(/UTC$/, 'Z') : text;
}

const plainSpaces = (text: string): string => text.replace(/[\u202f\u00a0]/g, ' ');

function localeOrEnglish(locale: string): string {
	try {
		return Intl.DateTimeFormat.supportedLocalesOf(locale.replaceAll('_', '-'))[0] ?? 'en';
	} catch {
		return 'en';
	}
}

/** Reads a point in time from text by a Python or Java pattern. */
export function parseDate(text: string, pattern: string): DateTime {
	const format = parts(toJava(pattern))
		.map((part) =>
			'literal' in part
				? `'${part.literal}'`
				: (LOCALIZED[part.letters]?.read ?? READ[part.letters] ?? part.letters),
		)
		.join('');
	const time = DateTime.fromFormat(text, format, { setZone: true, locale: 'en', zone: 'utc' });
	if (time.isValid) return time;
	throw new Fault(`"${text}" is not a date of the form "${pattern}"`);
}

/** Java's letters where luxon's differ, for reading. */
const READ: Readonly<Record<string, string>> = {
	Z: 'ZZZ',
	X: 'Z',
	XX: 'ZZZ',
	XXX: 'ZZ',
	z: 'z',
	VV: 'z',
	EEEE: 'cccc',
	EEE: 'ccc',
	uuuu: 'yyyy',
};

function toJava(pattern: string): string {
	if (pattern.length > MAX_PATTERN) refuse(`${pattern.slice(0, MAX_PATTERN)}…`);
	if (!pattern.includes('%')) return pattern;
	let java = '';
	for (let at = 0; at < pattern.length; at += 1) {
		const character = pattern.charAt(at);
		if (character !== '%' || at === pattern.length - 1) {
			java += character === "'" ? "''" : `'${character}'`;
			continue;
		}
		at += 1;
		const strip = pattern[at] === '-';
		if (strip || pattern[at] === 'O') at += 1;
		const field = PYTHON_TO_JAVA[pattern.charAt(at)];
		if (field === undefined) refuse(pattern);
		java += strip ? field.charAt(0) : field;
	}
	return java.replace(/(?<=[^'])''(?=[^'])/g, '');
}

function refuse(pattern: string): never {
	throw new Fault(`"${pattern}" is not a date format`);
}

/** Cuts a Java pattern into runs of one letter and literal text. */
function parts(pattern: string): Part[] {
	const found: Part[] = [];
	for (const [token] of pattern.matchAll(
		/''|'(?:[^']|'')*'|([a-zA-Z])\1*|[\ue000-\ue002]|[^a-zA-Z'\ue000-\ue002]+/g,
	)) {
		if (token === "''") found.push({ literal: "'" });
		else if (token.startsWith("'"))
			found.push({ literal: token.slice(1, -1).replaceAll("''", "'") });
		else if (/[a-zA-Z\ue000-\ue002]/.test(token)) found.push({ letters: token });
		else found.push({ literal: token });
	}
	return found;
}
