/** The bytes of an answer as they come in: decompressed, and no more of them than asked for. */
import type { Transform } from 'node:stream';
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

export interface BodyCollector {
	/** @throws {WireError} `HTTP_RESPONSE_TOO_LARGE` at the chunk that passes the limit */
	write(chunk: Buffer): void;
	/** No more chunks; `done` gets the whole body, unless `fail` was called before. */
	end(done: (body: Buffer) => void): void;
	/** Lets go of the decoders of an answer that is given up. */
	destroy(): void;
}

/**
 * @param encoding the `Content-Encoding` field; codings that are not known leave the bytes as they are
 * @param maxBytes limit before and after decompression
 * @param fail told of the error that ends a decompression, which runs beside the reading
 */
export function collectBody(
	encoding: string,
	{ maxBytes, host }: { maxBytes: number; host: string },
	fail: (error: Error) => void,
): BodyCollector {
	const plain = collectBytes(maxBytes, host);
	const decoders = encoding === '' ? [] : decodersFor(encoding);
	const [first] = decoders;
	const last = decoders.at(-1);
	if (!first || !last) {
		return { ...plain, end: (done) => done(plain.bytes()), destroy: () => undefined };
	}
	const received = collectSize(maxBytes, host);
	decoders.reduce((from, to) => from.pipe(to));
	for (const decoder of decoders) {
		decoder.on('error', (cause) => fail(decodingError(host, encoding, cause)));
	}
	last.on('data', (chunk: Buffer) => {
		try {
			plain.write(chunk);
		} catch (error) {
			fail(error as Error);
		}
	});
	return {
		write(chunk) {
			received(chunk);
			first.write(chunk);
		},
		end(done) {
			last.on('end', () => done(plain.bytes()));
			first.end();
		},
		destroy() {
			for (const decoder of decoders) decoder.destroy();
		},
	};
}

function collectSize(maxBytes: number, host: string): (chunk: Buffer) => number {
	let size = 0;
	return (chunk) => {
		size += chunk.length;
		if (size > maxBytes) throw tooLargeError(host, maxBytes);
		return size;
	};
}

function collectBytes(maxBytes: number, host: string) {
	const chunks: Buffer[] = [];
	const count = collectSize(maxBytes, host);
	return {
		write(chunk: Buffer) {
			count(chunk);
			chunks.push(chunk);
		},
		/** Copies: the chunks are views of larger pieces of memory that would stay alive with them. */
		bytes: () => Buffer.concat(chunks),
	};
}

/** The decoders in the order in which they apply: the last coding named was put on last (RFC 9110, 8.4). */
function decodersFor(encoding: string): Transform[] {
	const codings = encoding.split(',').map((coding) => coding.trim().toLowerCase());
	const factories = codings
		.filter((coding) => coding !== '' && coding !== 'identity')
		.reverse()
		.map((coding) => (Object.hasOwn(DECODERS, coding) ? DECODERS[coding] : undefined));
	return factories.every((factory) => factory !== undefined)
		? factories.map((create) => create())
		: [];
}
