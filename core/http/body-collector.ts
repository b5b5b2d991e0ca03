/** The bytes of a response as they come in: decoded, and no more of them than asked for. */
import type { Transform } from 'node:stream';
import { codingsOf, decodersOf, MAX_CODINGS, type CreateDecoder } from './codings';
import { decodingError, tooLargeError, tooManyCodingsError } from './wire-error';

/** What we ask for when the user's headers do not say. */
export const ACCEPT_ENCODING = 'gzip, deflate, br';

export interface BodyCollector {
	/** @throws {WireError} `HTTP_RESPONSE_TOO_LARGE` at the chunk that passes the limit */
	write(chunk: Buffer): void;
	/** No more chunks; `done` gets the whole body, unless `fail` was called before. */
	end(done: (body: Buffer) => void): void;
	/** Lets go of the decoders of a response that is given up. */
	destroy(): void;
}

interface Limit {
	/** Bytes before the first decoder, and after each of them. */
	maxBytes: number;
	/** Shown in errors. */
	host: string;
}

/** Takes bytes: a decoder, or the end of the chain. */
interface Sink {
	write(chunk: Buffer): void;
	end(): void;
}

/**
 * @param encoding the `Content-Encoding` field; with a coding that is not known the bytes stay as they are
 * @param fail called with the error that ends the decoding, which runs alongside the reading
 */
export function collectBody(
	encoding: string,
	limit: Limit,
	fail: (error: Error) => void,
): BodyCollector {
	const body = new Collected(limit);
	const codings = codingsOf(encoding);
	// Looked at once there are bytes: a response without any needs no decoding, whatever it says.
	const open = () => {
		if (codings.length > MAX_CODINGS) throw tooManyCodingsError(limit.host, codings.length);
		return chain(decodersOf(codings), body, { ...limit, encoding, fail });
	};
	let opened: Chain | undefined;
	const destroy = () => {
		for (const decoding of opened?.decodings ?? []) decoding.destroy();
	};
	return {
		write(chunk) {
			if (chunk.length > 0) (opened ??= open()).first.write(chunk);
		},
		end(done) {
			body.whenEnded((bytes) => {
				destroy();
				done(bytes);
			});
			(opened?.first ?? body).end();
		},
		destroy,
	};
}

interface Chain {
	first: Sink;
	decodings: Decoding[];
}

interface Reports extends Limit {
	encoding: string;
	fail: (error: Error) => void;
}

function chain(creators: CreateDecoder[], body: Sink, reports: Reports): Chain {
	const decodings: Decoding[] = [];
	let first = body;
	for (const create of creators.toReversed()) {
		const decoding = new Decoding(create, first, reports);
		decodings.push(decoding);
		first = decoding;
	}
	return { first, decodings };
}

/** One decoder, made when its first byte is there; nothing encoded decodes to nothing. */
class Decoding implements Sink {
	private decoder: Transform | undefined;

	private readonly size: Size;

	constructor(
		private readonly create: CreateDecoder,
		private readonly next: Sink,
		private readonly reports: Reports,
	) {
		this.size = new Size(reports);
	}

	write(chunk: Buffer): void {
		this.size.add(chunk);
		this.decoder ??= this.open(chunk);
		this.decoder.write(chunk);
	}

	end(): void {
		if (this.decoder) this.decoder.end();
		else this.next.end();
	}

	destroy(): void {
		this.decoder?.destroy();
	}

	private open(chunk: Buffer): Transform {
		const { encoding, fail, host } = this.reports;
		const decoder = this.create(chunk[0] as number);
		decoder.on('error', (cause) => fail(decodingError(host, encoding, cause)));
		decoder.on('data', (decoded: Buffer) => {
			try {
				this.next.write(decoded);
			} catch (error) {
				fail(error as Error);
			}
		});
		decoder.on('end', () => this.next.end());
		return decoder;
	}
}

class Size {
	private bytes = 0;

	constructor(private readonly limit: Limit) {}

	add(chunk: Buffer): void {
		this.bytes += chunk.length;
		if (this.bytes > this.limit.maxBytes) {
			throw tooLargeError(this.limit.host, this.limit.maxBytes);
		}
	}
}

class Collected implements Sink {
	private readonly chunks: Buffer[] = [];

	private readonly size: Size;

	private ended = false;

	private done: ((body: Buffer) => void) | undefined;

	constructor(limit: Limit) {
		this.size = new Size(limit);
	}

	write(chunk: Buffer): void {
		this.size.add(chunk);
		this.chunks.push(chunk);
	}

	/** Decoded data may be complete before the response is: whatever follows it is ignored. */
	end(): void {
		this.ended = true;
		this.finish();
	}

	whenEnded(done: (body: Buffer) => void): void {
		this.done = done;
		this.finish();
	}

	/** Copies: the chunks are views of larger pieces of memory that would stay alive with them. */
	private finish(): void {
		if (this.ended && this.done) this.done(Buffer.concat(this.chunks));
	}
}
