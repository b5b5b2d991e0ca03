/** Zstandard data of several frames (RFC 8878, 3.1): the decoder of Node ends with the first. */
import { Transform, type TransformCallback } from 'node:stream';
import zlib from 'node:zlib';

/** The largest window that a decoder of the coding `zstd` has to support (RFC 9659): 8 MiB. */
const WINDOW_LOG = 23;

/** Each frame takes a decoder of its own, so that many tiny ones would cost much. */
const MAX_FRAMES = 1_000;

export class ZstdDecoder extends Transform {
	private frames = 0;

	private frame = this.open();

	override _transform(chunk: Buffer, encoding: BufferEncoding, done: TransformCallback): void {
		const { frame } = this;
		const before = frame.bytesWritten;
		frame.write(chunk, (error) => {
			const rest = chunk.subarray(frame.bytesWritten - before);
			// An error comes by its event, too, and destroys this stream.
			if (error || rest.length === 0) done();
			else if (this.frames === MAX_FRAMES) done(new Error(`more than ${MAX_FRAMES} frames`));
			else {
				frame.close();
				this.frame = this.open();
				this._transform(rest, encoding, done);
			}
		});
	}

	override _flush(done: TransformCallback): void {
		this.frame.on('end', () => done());
		this.frame.end();
	}

	override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
		this.frame.destroy();
		done(error);
	}

	private open(): zlib.ZstdDecompress {
		this.frames++;
		return zlib
			.createZstdDecompress({ params: { [zlib.constants.ZSTD_d_windowLogMax]: WINDOW_LOG } })
			.on('data', (decoded: Buffer) => this.push(decoded))
			.on('error', (error) => this.destroy(error));
	}
}
