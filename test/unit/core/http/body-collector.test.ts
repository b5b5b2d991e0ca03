import { once } from 'node:events';
import zlib from 'node:zlib';
import { collectBody } from '../../../../core/http/body-collector';

const MAX = 64 * 1024;

/** Feeds a body piece by piece and tells what became of it. */
async function collect(
	encoding: string,
	body: Buffer,
	{ maxBytes = MAX, pieces = 1 } = {},
): Promise<{ body?: string; code?: string; message?: string }> {
	return await new Promise((resolve) => {
		const fail = (error: Error) => {
			collector.destroy();
			const { code, message } = error as Error & { code: string };
			resolve({ code, message });
		};
		const collector = collectBody(encoding, { maxBytes, host: 'h' }, fail);
		const size = Math.max(1, Math.ceil(body.length / pieces));
		try {
			for (let at = 0; at < body.length; at += size) collector.write(body.subarray(at, at + size));
		} catch (error) {
			return fail(error as Error);
		}
		collector.end((bytes) => resolve({ body: bytes.toString() }));
	});
}

describe('collectBody', () => {
	it.each([
		['gzip', zlib.gzipSync('zipped')],
		['deflate', zlib.deflateSync('zipped')],
		['deflate', zlib.deflateRawSync('zipped')],
		['br', zlib.brotliCompressSync('zipped')],
		['zstd', zlib.zstdCompressSync('zipped')],
		['deflate, gzip', zlib.gzipSync(zlib.deflateRawSync('zipped'))],
		['deflate', Buffer.concat([zlib.deflateSync('zipped'), Buffer.from('more')])],
	])('decodes %s byte by byte', async (encoding, body) => {
		expect(await collect(encoding, body, { pieces: body.length })).toEqual({ body: 'zipped' });
	});

	it('makes nothing of nothing, at each stage', async () => {
		expect(await collect('gzip, br', Buffer.alloc(0))).toEqual({ body: '' });
		expect(await collect('br, gzip', zlib.gzipSync(''))).toEqual({ body: '' });
		expect(await collect('gzip,'.repeat(3_000), Buffer.alloc(0))).toEqual({ body: '' });
	});

	it.each([6, 10, 3_000])('refuses a chain of %d codings before it decodes', async (count) => {
		const field = Array<string>(count).fill('gzip').join(', ');
		expect(await collect(field, zlib.gzipSync('x'))).toEqual({
			code: 'HTTP_DECODING',
			message: `The response of h names ${count} content codings; up to 5 are read`,
		});
	});

	it('holds each stage to the limit, not just the last one', async () => {
		// Ten MiB of zeros after the first stage, nothing but an error after the second.
		const bomb = zlib.gzipSync(Buffer.alloc(10 * 1024 * 1024));
		expect(await collect('gzip, gzip', bomb)).toMatchObject({ code: 'HTTP_DECODING' });
		const nested = zlib.gzipSync(zlib.gzipSync(Buffer.alloc(100 * MAX)));
		expect(await collect('gzip, gzip', nested)).toMatchObject({ code: 'HTTP_RESPONSE_TOO_LARGE' });
	});

	it('refuses a zstd window beyond what readers must have', async () => {
		const compressor = zlib.createZstdCompress({
			params: { [zlib.constants.ZSTD_c_windowLog]: 27 },
		});
		const chunks: Buffer[] = [];
		compressor.on('data', (chunk: Buffer) => chunks.push(chunk));
		compressor.end(Buffer.alloc(100, 'a'));
		await once(compressor, 'end');
		expect(await collect('zstd', Buffer.concat(chunks))).toMatchObject({ code: 'HTTP_DECODING' });
	});

	it('refuses bytes that are not what they claim to be', async () => {
		expect(await collect('zstd', Buffer.from('plain'))).toMatchObject({ code: 'HTTP_DECODING' });
		expect(await collect('br', Buffer.from('plain text'))).toMatchObject({ code: 'HTTP_DECODING' });
	});
});
