import type { HttpClient, HttpRequest } from '../../../../core/http/client';
import { createHttpClient } from '../../../../core/http/undici-client';
import { startPeer, type Peer } from '../../../fixtures/https-peer';
import { startProxy } from '../../../peers/proxy';

const request = (url: string, extra: Partial<HttpRequest> = {}): HttpRequest => ({
	method: 'GET',
	url: new URL(url),
	headers: [],
	timeoutMs: 10_000,
	maxResponseBytes: 64 * 1024,
	redirect: { follow: false, max: 0 },
	...extra,
});

describe('a proxy', () => {
	let secure: Peer;
	let plain: Peer;
	beforeAll(async () => {
		secure = await startPeer((_request, response) => void response.end('secure'));
		plain = await startPeer(
			({ rawHeaders, body }, response) =>
				void response.end(JSON.stringify({ rawHeaders, body: body.toString() })),
			{ plain: true },
		);
	});
	afterAll(async () => {
		await secure.close();
		await plain.close();
	});

	/** Runs with a proxy of the environment, whose user is `u:p%` in the URL's notation. */
	async function through(
		refuse: number | undefined,
		run: (
			send: (url: string, extra?: Partial<HttpRequest>) => ReturnType<HttpClient['send']>,
			proxy: Awaited<ReturnType<typeof startProxy>>,
		) => Promise<void>,
	) {
		const proxy = await startProxy(refuse);
		const address = `http://u:p%25@127.0.0.1:${proxy.port}`;
		const client = createHttpClient({
			allowedHosts: 'localhost',
			proxies: { httpProxy: address, httpsProxy: address },
		});
		try {
			await run(async (url, extra) => await client.send(request(url, extra)), proxy);
		} finally {
			await client.close();
			await proxy.close();
		}
	}
	const user = `Basic ${btoa('u:p%')}`;

	it('tunnels https', async () => {
		await through(undefined, async (send, proxy) => {
			expect((await send(secure.origin)).body.toString()).toBe('secure');
			expect(proxy.seen).toEqual([`CONNECT localhost:${secure.port} ${user}`]);
		});
	});

	it('forwards http without a tunnel, with each header row', async () => {
		await through(undefined, async (send, proxy) => {
			const { body } = await send(`${plain.origin}/a?b=c`, {
				method: 'POST',
				headers: [
					['X-Row', '1'],
					['X-Row', '2'],
				],
				body: Buffer.from('hello'),
			});
			const seen = JSON.parse(body.toString()) as { rawHeaders: string[]; body: string };
			expect(seen.body).toBe('hello');
			expect(seen.rawHeaders.join(' ')).toContain(`localhost:${plain.port}`);
			expect(seen.rawHeaders.join(' ').toLowerCase()).toMatch(/x-row 1, 2/);
			expect(proxy.seen).toEqual([`POST ${plain.origin}/a?b=c ${user}`]);
		});
	});

	it.each([
		[407, 'user:password@host:port'],
		[403, 'Ask the administrator of the proxy'],
		[502, 'Ask the administrator of the proxy'],
	])('that refuses a tunnel with %d is named', async (status, hint) => {
		await through(status, async (send, proxy) => {
			await expect(send(secure.origin)).rejects.toMatchObject({
				code: 'HTTP_PROXY',
				message: expect.stringMatching(
					new RegExp(
						`^The proxy 127.0.0.1:${proxy.port} refuses the connection to localhost:${secure.port}: ${status} `,
					),
				) as string,
				hint: expect.stringContaining(hint) as string,
			});
		});
	});

	it('that asks for credentials of a forwarded request is named', async () => {
		await through(407, async (send, proxy) => {
			await expect(send(plain.origin)).rejects.toMatchObject({
				code: 'HTTP_PROXY',
				message: expect.stringContaining(`127.0.0.1:${proxy.port}`) as string,
			});
		});
	});

	it('that cannot be reached is named, without its user', async () => {
		const client = createHttpClient({
			allowedHosts: 'localhost',
			proxies: { httpsProxy: 'http://u:secret@127.0.0.1:1' },
		});
		const error = (await client
			.send(request(secure.origin))
			.catch((each: unknown) => each)) as Error;
		expect(error).toMatchObject({ code: 'HTTP_CONNECT' });
		expect(error.message).toContain('The proxy 127.0.0.1:1 cannot be used');
		expect(JSON.stringify([error.message, error])).not.toContain('secret');
		await client.close();
	});

	it('of a kind that is not supported is named by its kind', async () => {
		const client = createHttpClient({
			allowedHosts: 'localhost',
			proxies: { httpsProxy: 'socks5://u:secret@proxy.example:1080' },
		});
		await expect(client.send(request(secure.origin))).rejects.toMatchObject({
			message: expect.stringContaining('ALL_PROXY of the n8n server') as string,
			hint: expect.stringMatching(/^Proxies of the kind socks5:\/\/ are not supported/) as string,
		});
		await client.close();
	});
});
