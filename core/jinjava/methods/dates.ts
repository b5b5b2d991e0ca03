import { callable, library, type Library } from '../callable';
import { text } from '../filters/arguments';
import { DEFAULT_DATE_FORMAT, formatDate } from '../runtime/date-format';
import type { DateValue } from '../runtime/values';

export const dateMethods: Library = library({
	isoformat: callable([], (subject) =>
		(subject as DateValue).time.toFormat("yyyy-MM-dd'T'HH:mm:ssZZ"),
	),
	strftime: callable(['format'], (subject, [format]) =>
		formatDate((subject as DateValue).time, text(format, DEFAULT_DATE_FORMAT)),
	),
});
