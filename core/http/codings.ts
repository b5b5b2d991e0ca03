/** Content codings (RFC 9110, 8.4.1): what undoes each of them, as far as clients commonly read them. */
import type { Transform } from 'node:stream';
import zlib from 'node:zlib';
import { ZstdDecoder } from './zstd-decoder';

/** @param first the first byte of the encoded data */
export type CreateDecoder = (first: number) => Transform;

/** More are refused; curl and the Fetch implementation of Node have the same limit. */
export const MAX_CODINGS = 5;

/** As curl and Fetch do: data that ends without its trailer is read as far as it goes. */
const LENIENT: zlib.ZlibOptions = { finishFlush: zlib.constants.Z_SYNC_FLUSH };

/** The low half of the first byte of zlib data (RFC 1950, 2.2): the method "deflate". */
const ZLIB_METHOD = 8;

const gunzip: CreateDecoder = () => zlib.createGunzip(LENIENT);

const DECODERS: Record<string, CreateDecoder> = {
	gzip: gunzip,
	'x-gzip': gunzip,
	/** zlib data by definition; many servers send what is inside of it. */
	deflate: (first) =>
		(first & 0x0f) === ZLIB_METHOD ? zlib.createInflate(LENIENT) : zlib.createInflateRaw(LENIENT),
	// Strict, as is zstd: they hand out whole blocks, so that little or nothing would be left of data that ends early.
	br: () => zlib.createBrotliDecompress(),
	zstd: () => new ZstdDecoder(),
};

/** The names in a `Content-Encoding` field, in the order in which they were applied. */
export const codingsOf = (field: string): string[] =>
	field
		.split(',')
		.map((name) => name.trim().toLowerCase())
		.filter((name) => name !== '');

/**
 * What undoes the codings, in the order in which that is done: the last one named was put on last.
 * @returns none when a coding is not known, so that the bytes stay as they are
 */
export function decodersOf(codings: string[]): CreateDecoder[] {
	const creators = codings
		.filter((name) => name !== 'identity')
		.reverse()
		.map((name) => (Object.hasOwn(DECODERS, name) ? DECODERS[name] : undefined));
	return creators.every((create) => create !== undefined) ? creators : [];
}
