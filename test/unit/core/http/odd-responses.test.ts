import { createHttpClient } from '../../../../core/http/undici-client';
import { readContent } from '../../../../core/outgoing/response';
import { finish } from '../../../../core/steps';
import { ODD_RESPONSES, startOddPeer } from '../../../peers/odd-responses';
import type { RawPeer } from '../../../peers/raw';

describe('what servers send', () => {
	const client = createHttpClient({ allowedHosts: '127.0.0.1' });
	let peer: RawPeer;
	beforeAll(async () => {
		peer = await startOddPeer();
	});
	afterAll(async () => {
		await client.close();
		await peer.close();
	});

	/** What a reader sees of a response. */
	async function read(name: string, method: string): Promise<unknown> {
		const response = await client.send({
			method,
			url: new URL(`${peer.origin}/${name}`),
			headers: [],
			timeoutMs: 10_000,
			maxResponseBytes: 1024 * 1024,
			redirect: { follow: false, max: 0 },
		});
		const content = finish(readContent(response, 'autodetect'));
		if (content.kind === 'empty') return '';
		return content.kind === 'file' ? content.file.fileName : content.value;
	}

	it.each(ODD_RESPONSES.map((odd) => [odd.name, odd] as const))('reads %s', async (name, odd) => {
		const reading = read(name, odd.method ?? 'GET');
		const isInvalid = odd.oddity === 'Invalid HTTP, or header fields over 16 KiB';
		if (isInvalid || odd.expected === null) {
			const code = isInvalid ? /^HTTP_(PROTOCOL|RESPONSE_TOO_LARGE)$/ : /^HTTP_(DECODING|CONNECT)$/;
			await expect(reading).rejects.toMatchObject({
				code: expect.stringMatching(code) as string,
				message: expect.not.stringMatching(/UND_ERR|HPE_/) as string,
				hint: expect.stringMatching(/\w.*\.$/) as string,
			});
		} else {
			expect(await reading).toEqual(odd.expected);
		}
	});
});
