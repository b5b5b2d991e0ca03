/** The bytes of an answer: decompressed, and no more of them than asked for. */
import { Writable, type Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import zlib from 'node:zlib';
import { decodingError, tooLargeError } from './wire-error';

/** What we ask for when the user's headers do not say. */
export const ACCEPT_ENCODING = 'gzip, deflate, br';

const DECODERS: Record<string, () => Transform> = {
	gzip: zlib.createGunzip,
	'x-gzip': zlib.createGunzip,
	br: zlib.createBrotliDecompress,
	deflate: zlib.createInflate,
};

/**
 * Reads a body to its end.
 * @param encoding the `Content-Encoding` field; codings that are not known leave the bytes as they are
 * @param maxBytes limit after decompression; reading stops at the chunk that passes it
 * @throws {WireError} `HTTP_RESPONSE_TOO_LARGE` or `HTTP_DECODING`, or what the stream fails with
 */
export async function readBody(
	body: Readable,
	encoding: string,
	maxBytes: number,
	host: string,
): Promise<Buffer> {
	const decoders = decodersFor(encoding);
	const chunks: Buffer[] = [];
	let size = 0;
	const take = (chunk: Buffer) => {
		size += chunk.length;
		if (size > maxBytes) throw tooLargeError(host, maxBytes);
		chunks.push(chunk);
	};
	if (decoders.length === 0) {
		for await (const chunk of body) take(chunk as Buffer);
		return Buffer.concat(chunks, size);
	}
	const sink = new Writable({
		write(chunk: Buffer, _encoding, done) {
			try {
				take(chunk);
				done();
			} catch (error) {
				done(error as Error);
			}
		},
	});
	try {
		await pipeline([body, ...decoders, sink]);
	} catch (error) {
		throw isZlibError(error) ? decodingError(host, encoding, error) : error;
	}
	return Buffer.concat(chunks, size);
}

/** The decoders in the order in which they apply: the last coding named was put on last (RFC 9110, 8.4). */
function decodersFor(encoding: string): Transform[] {
	const codings = encoding
		.toLowerCase()
		.split(',')
		.map((coding) => coding.trim());
	const known = codings.filter((coding) => coding !== '' && coding !== 'identity').reverse();
	const factories = known.map((coding) => DECODERS[coding]);
	return factories.every((factory) => factory !== undefined)
		? factories.map((create) => create())
		: [];
}

const isZlibError = (error: unknown): boolean =>
	error instanceof Error &&
	'code' in error &&
	/^(Z_|ERR__?(ZLIB|BROTLI|ZSTD))|^ERR_[A-Z_]*FORMAT/.test(String(error.code));
