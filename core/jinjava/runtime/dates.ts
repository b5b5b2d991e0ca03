import { DateTime } from 'luxon';
import { DateValue, type Value } from './values';

const PROPERTIES: ReadonlyMap<string, (time: DateTime) => Value> = new Map([
	['year', (time: DateTime) => time.year],
	['month', (time: DateTime) => time.month],
	['day', (time: DateTime) => time.day],
	['hour', (time: DateTime) => time.hour],
	['minute', (time: DateTime) => time.minute],
	['second', (time: DateTime) => time.second],
	['microsecond', (time: DateTime) => time.millisecond * 1000],
]);

/** `date.year`, `date.month`, …; null for any other name. */
export function dateProperty(date: DateValue, name: string): Value {
	return PROPERTIES.get(name)?.(date.time) ?? null;
}

export const utc = (milliseconds: number): DateValue =>
	new DateValue(DateTime.fromMillis(milliseconds, { zone: 'utc' }));
