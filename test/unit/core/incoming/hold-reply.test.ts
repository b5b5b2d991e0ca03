import { once } from 'node:events';
import http, { type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { settleTogether, settleWithReply, type Accepted } from '../../../../core/incoming/accept';
import type { Claimed, HeldClaim } from '../../../../core/incoming/claims';
import { holdReply, send } from '../../../../core/incoming/hold-reply';
import { serviceUnavailable, type Reply } from '../../../../core/incoming/replies';
import { StoreError } from '../../../../core/store/store';

let server: http.Server;
let answer: (response: ServerResponse) => void;

beforeEach(async () => {
	server = http.createServer((_request, response) => answer(response)).listen(0, '127.0.0.1');
	await once(server, 'listening');
});

afterEach(() => {
	server.closeAllConnections();
	server.close();
});

const ask = () => fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);

/** What n8n does once the execution is stored. */
function hostAnswers(response: ServerResponse, status = 200) {
	response.statusCode = status;
	response.setHeader('ETag', 'W/"2"');
	response.setHeader('Content-Type', 'text/plain; charset=utf-8');
	response.end('OK');
}

describe('holdReply', () => {
	it('lets the answer go once it is settled, and not before', async () => {
		const order: string[] = [];
		answer = (response) => {
			holdReply(response, async (isAccepted) => {
				await new Promise(setImmediate);
				order.push(`settled ${isAccepted}, sent ${response.headersSent}`);
				return undefined;
			});
			hostAnswers(response);
		};
		const response = await ask();
		expect([response.status, await response.text()]).toEqual([200, 'OK']);
		expect(order).toEqual(['settled true, sent false']);
	});

	it('puts another reply in the place of the host’s, headers and all', async () => {
		answer = (response) => {
			holdReply(response, () => Promise.resolve(serviceUnavailable(0, 5_000)));
			hostAnswers(response);
		};
		const response = await ask();
		expect(response.status).toBe(503);
		expect(response.headers.get('etag')).toBeNull();
		expect(response.headers.get('retry-after')).toBe('5');
		expect(response.headers.get('content-type')).toBe('application/json');
		expect(await response.text()).toContain('"status":503');
	});

	it('cuts the connection rather than to tell what is not so', async () => {
		answer = (response) => {
			holdReply(response, () => Promise.reject(new Error('unforeseen')));
			hostAnswers(response);
		};
		await expect(ask()).rejects.toThrow();
	});

	it('cuts the connection when another status is on its way already', async () => {
		answer = (response) => {
			holdReply(response, () => Promise.resolve(serviceUnavailable(0, 5_000)));
			response.writeHead(200, { 'Content-Length': 100 });
			response.write('O');
			response.end('K');
		};
		await expect(ask().then((response) => response.text())).rejects.toThrow();
	});
});

describe('send', () => {
	it('leaves an answer alone that is on its way', async () => {
		answer = (response) => {
			hostAnswers(response);
			send(response, serviceUnavailable(0, 1));
		};
		expect((await ask()).status).toBe(200);
	});
});

describe('settleWithReply', () => {
	const errors: string[] = [];
	const settled: string[] = [];
	const settle = (confirm: () => Promise<boolean>, status?: number) => {
		const claim = {
			confirm: () => confirm(),
			release: async () => void settled.push('released'),
		} as unknown as HeldClaim;
		answer = (response) => {
			settleWithReply(
				{ response, claim },
				{
					clock: { now: () => 0 },
					onError: (error) => errors.push(error.message),
				},
			);
			hostAnswers(response, status);
		};
		return ask();
	};

	beforeEach(() => {
		errors.length = 0;
		settled.length = 0;
	});

	it('sends 200 for what is on record', async () => {
		expect((await settle(async () => true)).status).toBe(200);
		expect([errors, settled]).toEqual([[], []]);
	});

	it('gives the hash back when the host answers anything else', async () => {
		expect((await settle(async () => true, 500)).status).toBe(500);
		expect(settled).toEqual(['released']);
	});

	it('sends 503 when the accept cannot be put on record', async () => {
		const failure = new StoreError('The disk is full', { code: 'STORE_UNUSABLE' });
		expect((await settle(() => Promise.reject(failure))).status).toBe(503);
		expect(errors).toEqual(['The disk is full']);
	});

	it('tells the operator when the lease was lost', async () => {
		expect((await settle(async () => false)).status).toBe(200);
		expect(errors).toHaveLength(1);
	});
});

describe('settleTogether', () => {
	const errors: string[] = [];
	const settled: string[] = [];
	const failure = new StoreError('The disk is full', { code: 'STORE_UNUSABLE' });

	const claimOf = (name: string, confirm: () => Promise<boolean>): Claimed => ({
		confirm: () => confirm().finally(() => settled.push(`${name} confirmed`)),
		release: async () => void settled.push(`${name} released`),
	});

	/** Three requests of which the last is the leader, as their senders see them. */
	async function askThree(
		status: number,
		confirm: Record<string, () => Promise<boolean>> = {},
		replies: Record<string, Reply> = {},
	) {
		const members: Accepted[] = [];
		answer = (response) => {
			const name = 'abc'.charAt(members.length);
			const claim = claimOf(name, confirm[name] ?? (() => Promise.resolve(true)));
			members.push({ response, claim, reply: replies[name] });
			if (members.length < 3) return;
			settleTogether(members.reverse() as [Accepted, ...Accepted[]], () => settled.push('stored'), {
				clock: { now: () => 0 },
				onError: (error) => errors.push(error.message),
			});
			hostAnswers(response, status);
		};
		const asked: Array<Promise<Response>> = [];
		for (let count = 1; count <= 3; count++) {
			asked.push(ask());
			while (members.length < count) await new Promise(setImmediate);
		}
		return await Promise.all(
			asked.map(async (one) => `${(await one).status} ${await (await one).text()}`.slice(0, 12)),
		);
	}

	beforeEach(() => {
		errors.length = 0;
		settled.length = 0;
	});

	it('replies to each when its own accept is on record, and tells first that the execution is stored', async () => {
		expect(await askThree(200)).toEqual(['200 OK', '200 OK', '200 OK']);
		expect(settled[0]).toBe('stored');
		expect(settled.slice(1).sort()).toEqual(['a confirmed', 'b confirmed', 'c confirmed']);
	});

	it('gives each its own reply', async () => {
		const created = { status: 201, headers: {}, body: 'made' };
		expect(await askThree(200, {}, { b: created })).toEqual(['200 OK', '201 made', '200 OK']);
	});

	it('gives every hash back when the execution is not stored, and says when to try again', async () => {
		expect(await askThree(500)).toEqual(['503 {"status', '503 {"status', '503 {"status']);
		expect(settled[0]).toBe('stored');
		expect(settled.slice(1).sort()).toEqual(['a released', 'b released', 'c released']);
	});

	it('refuses only the one whose accept cannot be put on record', async () => {
		const refuse = () => Promise.reject(failure);
		expect(await askThree(200, { b: refuse })).toEqual(['200 OK', '503 {"status', '200 OK']);
		expect(errors).toEqual(['The disk is full']);
	});
});
