import { DateTime, IANAZone, FixedOffsetZone, type Zone } from 'luxon';
import { Fault } from '../errors';
import { describe } from './compare';
import { toDouble } from './numbers';
import { print } from './print';
import { DateValue, isNumber, isText, type SafeString, type Value } from './values';

const PROPERTIES: ReadonlyMap<string, (time: DateTime) => Value> = new Map([
	['year', (time: DateTime) => time.year],
	['month', (time: DateTime) => time.month],
	['day', (time: DateTime) => time.day],
	['hour', (time: DateTime) => time.hour],
	['minute', (time: DateTime) => time.minute],
	['second', (time: DateTime) => time.second],
	['microsecond', (time: DateTime) => time.millisecond],
]);

/** `date.year`, `date.month`, …; null for any other name. */
export function dateProperty(date: DateValue, name: string): Value {
	return PROPERTIES.get(name)?.(date.time) ?? null;
}

/** A zone by its name (`Europe/Warsaw`) or its distance from UTC (`+02:00`, `UTC+2`). */
export function zoneOf(name: string): Zone {
	const match = /^(?:UTC|GMT|UT)?([+-])(\d{1,2})(?::?(\d{2}))?$/i.exec(name);
	if (match !== null) {
		const [, sign, hours = '', minutes = '0'] = match;
		const offset = Number(hours) * 60 + Number(minutes);
		return FixedOffsetZone.instance(sign === '-' ? -offset : offset);
	}
	if (/^(?:UTC|GMT|UT|Z)$/i.test(name)) return FixedOffsetZone.utcInstance;
	const zone = IANAZone.create(name);
	if (zone.isValid) return zone;
	throw new Fault(`"${name}" is not a time zone such as "Europe/Warsaw" or "+02:00"`);
}

/** Whether a value can be read as a point in time. */
export const isTime = (value: Value): boolean =>
	value instanceof DateValue || isNumber(value) || (isText(value) && readIso(value) !== undefined);

/** ISO 8601 text; undefined for any other. */
function readIso(value: string | SafeString): DateTime | undefined {
	const time = DateTime.fromISO(print(value), { zone: 'utc', setZone: true });
	return time.isValid ? time : undefined;
}

const MAX_MILLISECONDS = 8.64e15;

/**
 * A point in time out of a date, milliseconds since the Unix epoch, or ISO 8601 text; the present for a
 * missing value.
 * @param now milliseconds since the Unix epoch
 */
export function timeOf(value: Value, now: number): DateTime {
	if (value === null) return DateTime.fromMillis(now, { zone: 'utc' });
	if (value instanceof DateValue) return value.time;
	if (isNumber(value)) return fromMilliseconds(toDouble(value));
	const time = isText(value) ? readIso(value) : undefined;
	if (time !== undefined) return time;
	throw new Fault(
		`a date is needed (milliseconds or ISO 8601 text), not ${isText(value) ? `"${print(value)}"` : describe(value)}`,
	);
}

export function fromMilliseconds(milliseconds: number): DateTime {
	if (Math.abs(milliseconds) <= MAX_MILLISECONDS) {
		return DateTime.fromMillis(Math.trunc(milliseconds), { zone: 'utc' });
	}
	throw new Fault(`${milliseconds} milliseconds are beyond any date`);
}
