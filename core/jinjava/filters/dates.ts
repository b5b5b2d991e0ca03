import type { DateTime } from 'luxon';
import { callable, library, type Library } from '../callable';
import { Fault, suggestion } from '../errors';
import { DEFAULT_DATE_FORMAT, formatDate, formatStyle, parseDate } from '../runtime/date-format';
import { fromMilliseconds, isTime, timeOf, zoneOf } from '../runtime/dates';
import { toDouble } from '../runtime/numbers';
import { print } from '../runtime/print';
import type { Render } from '../runtime/render';
import { DateValue, type Value } from '../runtime/values';
import { number, required, text } from './arguments';

type Args = readonly (Value | undefined)[];

/** Java's names of time units, as luxon counts them. */
const UNITS: ReadonlyMap<
	string,
	readonly [
		unit: 'years' | 'months' | 'weeks' | 'days' | 'hours' | 'minutes' | 'seconds' | 'milliseconds',
		times: number,
	]
> = new Map([
	['centuries', ['years', 100]],
	['decades', ['years', 10]],
	['years', ['years', 1]],
	['months', ['months', 1]],
	['weeks', ['weeks', 1]],
	['days', ['days', 1]],
	['half_days', ['hours', 12]],
	['hours', ['hours', 1]],
	['minutes', ['minutes', 1]],
	['seconds', ['seconds', 1]],
	['millis', ['milliseconds', 1]],
] as const);

const format = callable(['format', 'timezone|tz', 'locale'], dateTimeFormat);
const toTime = callable(['format'], (subject, [pattern]) =>
	subject === null
		? null
		: new DateValue(parseDate(print(subject), text(required(pattern, 'strtotime', 'format')))),
);

export const dates: Library = library({
	between_times: callable(['end', 'unit'], betweenTimes),
	date: format,
	datetimeformat: format,
	format_date: callable(['format', 'timezone|tz', 'locale'], styled(['dateStyle'])),
	format_datetime: callable(
		['format', 'timezone|tz', 'locale'],
		styled(['dateStyle', 'timeStyle']),
	),
	format_time: callable(['format', 'timezone|tz', 'locale'], styled(['timeStyle'])),
	iso8601_to_time: callable([], (subject, _args, render) => dateOf(subject, render)),
	minus_time: callable(['diff', 'unit'], (subject, args, render) =>
		shift(subject, args, render, -1),
	),
	plus_time: callable(['diff', 'unit'], (subject, args, render) => shift(subject, args, render, 1)),
	strtodate: toTime,
	strtotime: toTime,
	timestamp_to_time: callable([], (subject) =>
		subject === null
			? null
			: new DateValue(fromMilliseconds(toDouble(number(subject, 'timestamp_to_time', 'value')))),
	),
	unixtimestamp: callable([], (subject, _args, render) => timeOf(subject, render.now).toMillis()),
});

const dateOf = (subject: Value, render: Render): Value =>
	subject === null ? null : new DateValue(timeOf(subject, render.now));

function inZone(subject: Value, zone: Value | undefined, render: Render): DateTime {
	const time = timeOf(subject, render.now);
	return zone === undefined || zone === null ? time : time.setZone(zoneOf(print(zone)));
}

/** `date | datetimeformat('%d.%m.%Y %H:%M', 'Europe/Warsaw', 'pl')` */
export function dateTimeFormat(
	subject: Value,
	[pattern, zone, locale]: Args,
	render: Render,
): Value {
	return formatDate(
		inZone(subject, zone, render),
		text(pattern, DEFAULT_DATE_FORMAT),
		text(locale, 'en'),
	);
}

function styled(shown: readonly ('dateStyle' | 'timeStyle')[]) {
	return (subject: Value, [style, zone, locale]: Args, render: Render): Value =>
		formatStyle(inZone(subject, zone, render), text(style, 'medium'), text(locale, 'en-US'), shown);
}

function unitOf(value: Value | undefined, filter: string) {
	const name = print(required(value, filter, 'unit')).toLowerCase();
	const unit = UNITS.get(name) ?? UNITS.get(`${name}s`);
	if (unit !== undefined) return unit;
	throw new Fault(`filter "${filter}": unknown unit "${name}"${suggestion(name, UNITS.keys())}`);
}

function shift(subject: Value, [diff, unitName]: Args, render: Render, sign: 1 | -1): Value {
	const filter = sign === 1 ? 'plus_time' : 'minus_time';
	if (!isTime(subject)) return subject;
	const [unit, times] = unitOf(unitName, filter);
	const amount = Math.trunc(toDouble(number(diff, filter, 'diff'))) * times * sign;
	const time = timeOf(subject, render.now).plus({ [unit]: amount });
	if (time.isValid) return new DateValue(time);
	throw new Fault(`filter "${filter}" leaves the range of dates`);
}

/** How many whole units lie between two points in time. */
function betweenTimes(subject: Value, [end, unitName]: Args, render: Render): Value {
	const [unit, times] = unitOf(unitName, 'between_times');
	const from = timeOf(required(subject, 'between_times', 'begin'), render.now);
	const to = timeOf(required(end, 'between_times', 'end'), render.now);
	return Math.trunc(to.diff(from, unit).as(unit) / times) + 0;
}
