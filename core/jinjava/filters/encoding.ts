import { createHash } from 'node:crypto';
import { callable, library, type Library } from '../callable';
import { Fault, suggestion } from '../errors';
import { describe } from '../runtime/compare';
import { writePython } from '../runtime/notation';
import { print } from '../runtime/print';
import { isDictionary, isText, type Value } from '../runtime/values';
import { text } from './arguments';

type Args = readonly (Value | undefined)[];

const CHARSETS: ReadonlyMap<string, BufferEncoding> = new Map([
	['utf-8', 'utf8'],
	['utf8', 'utf8'],
	['utf-16le', 'utf16le'],
	['us-ascii', 'latin1'],
	['ascii', 'latin1'],
	['iso-8859-1', 'latin1'],
	['latin1', 'latin1'],
]);
const HASHES: ReadonlyMap<string, string> = new Map([
	['MD5', 'md5'],
	['SHA-1', 'sha1'],
	['SHA-224', 'sha224'],
	['SHA-256', 'sha256'],
	['SHA-384', 'sha384'],
	['SHA-512', 'sha512'],
]);

const encode = callable(['encoding'], (subject, [encoding]) =>
	Buffer.from(
		Array.isArray(subject) || isDictionary(subject)
			? writePython(subject).trimEnd()
			: print(subject),
		charset(encoding),
	).toString('base64'),
);
const decode = callable(['encoding'], decodeBase64);

export const encoding: Library = library({
	b64decode: decode,
	b64encode: encode,
	base64Decode: decode,
	base64Encode: encode,
	hash: callable(['algorithm'], (subject, [algorithm]) =>
		hash(subject, text(algorithm, 'SHA-256')),
	),
	/** As in Jinjava, only text is hashed: a number stays as it is. */
	md5: callable([], (subject) => (isText(subject) ? hash(subject, 'MD5') : subject)),
});

function charset(value: Value | undefined): BufferEncoding {
	const name = text(value, 'utf-8').toLowerCase();
	const found = CHARSETS.get(name);
	if (found !== undefined) return found;
	throw new Fault(`unknown encoding "${name}"${suggestion(name, CHARSETS.keys())}`);
}

function decodeBase64(subject: Value, [encodingName]: Args): Value {
	if (subject === null) return null;
	if (!isText(subject))
		throw new Fault(`base64 can be decoded from text, not ${describe(subject)}`);
	const source = print(subject);
	if (!/^[A-Za-z0-9+/]*={0,2}$/.test(source)) throw new Fault('the text is not valid base64');
	return Buffer.from(source, 'base64').toString(charset(encodingName));
}

function hash(subject: Value, algorithm: string): string {
	const name = algorithm.toUpperCase().replace(/^SHA(\d)/, 'SHA-$1');
	const found = HASHES.get(name);
	if (found === undefined) {
		throw new Fault(`unknown hash algorithm "${algorithm}"${suggestion(name, HASHES.keys())}`);
	}
	return createHash(found).update(print(subject), 'utf8').digest('hex');
}
