/** Looking up header fields; names have no letter case (RFC 9110, 5.1). */
import type { HeaderList } from './client';

/** RFC 9110, 5.6.2: what a field name is made of. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

export const isFieldName = (text: string): boolean => TOKEN.test(text);

export const isSameField = (one: string, other: string): boolean =>
	one.toLowerCase() === other.toLowerCase();

/** The first field of this name. */
export const fieldNamed = (headers: HeaderList, wanted: string): HeaderList[number] | undefined =>
	headers.find(([name]) => isSameField(name, wanted));

export const hasField = (headers: HeaderList, wanted: string): boolean =>
	fieldNamed(headers, wanted) !== undefined;

/** The value of an Authorization header, RFC 7617. @param pair `user:password` */
export const basicAuthorization = (pair: string): string =>
	`Basic ${Buffer.from(pair, 'utf8').toString('base64')}`;
