/** Dates of HTTP header fields in all three grammars that RFC 9110, section 5.6.7, has recipients accept. */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MONTH = `(?<month>${MONTHS.join('|')})`;
const TIME = '(?<hour>\\d{2}):(?<minute>\\d{2}):(?<second>\\d{2})';
const SHORT_DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const LONG_DAY = '(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day';

const GRAMMARS = [
	// IMF-fixdate: Sun, 06 Nov 1994 08:49:37 GMT
	new RegExp(`^${SHORT_DAY}, (?<day>\\d{2}) ${MONTH} (?<year>\\d{4}) ${TIME} GMT$`),
	// RFC 850: Sunday, 06-Nov-94 08:49:37 GMT
	new RegExp(`^${LONG_DAY}, (?<day>\\d{2})-${MONTH}-(?<year>\\d{2}) ${TIME} GMT$`),
	// asctime: Sun Nov  6 08:49:37 1994
	new RegExp(`^${SHORT_DAY} ${MONTH} (?<day>[ \\d]\\d) ${TIME} (?<year>\\d{4})$`),
];

/** A two-digit year further ahead than this is one of the past century. */
const MAX_YEARS_AHEAD = 50;

/**
 * @param now milliseconds since the Unix epoch; decides the century of a year with two digits
 * @returns milliseconds since the Unix epoch; `undefined` for anything but an HTTP date
 */
export function parseHttpDate(text: string, now: number): number | undefined {
	const parts = GRAMMARS.map((grammar) => grammar.exec(text)?.groups).find(Boolean);
	if (!parts) return undefined;
	const number = (name: string) => Number(parts[name]);
	const month = MONTHS.indexOf(parts.month ?? '');
	const [day, hour, minute, second] = ['day', 'hour', 'minute', 'second'].map(number) as [
		number,
		number,
		number,
		number,
	];
	// 60 is a leap second.
	if (hour > 23 || minute > 59 || second > 60) return undefined;
	const year = parts.year?.length === 2 ? fullYear(number('year'), now) : number('year');
	const midnight = new Date(0);
	midnight.setUTCFullYear(year, month, day);
	if (midnight.getUTCMonth() !== month || midnight.getUTCDate() !== day) return undefined;
	return midnight.getTime() + ((hour * 60 + minute) * 60 + second) * 1_000;
}

function fullYear(twoDigits: number, now: number): number {
	const thisYear = new Date(now).getUTCFullYear();
	const year = thisYear - (thisYear % 100) + twoDigits;
	return year > thisYear + MAX_YEARS_AHEAD ? year - 100 : year;
}
