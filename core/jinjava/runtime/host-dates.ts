/** Dates as the host's items contain them: JavaScript's, of any realm, and those of luxon, of any copy. */
import { types } from 'node:util';
import { DateTime, FixedOffsetZone } from 'luxon';

/** What a luxon date is made of: milliseconds since the Unix epoch, and minutes ahead of UTC. */
interface LuxonDate {
	ts: number;
	o: number;
}

export type HostDate = Date | LuxonDate;

export const isHostDate = (value: object): value is HostDate =>
	types.isDate(value) || isLuxonDate(value);

/** Plain data is none, whatever its keys say. No code of the object runs. */
const isLuxonDate = (value: object): value is LuxonDate =>
	Object.hasOwn(value, 'ts') &&
	Object.hasOwn(value, 'o') &&
	'isLuxonDateTime' in value &&
	Object.getPrototypeOf(value) !== Object.prototype;

/** The same point in time; one of JavaScript's own is in UTC. */
export function readHostDate(value: HostDate): DateTime {
	if (types.isDate(value)) {
		return DateTime.fromMillis(Date.prototype.getTime.call(value), { zone: 'utc' });
	}
	return DateTime.fromMillis(value.ts, { zone: FixedOffsetZone.instance(value.o) });
}
