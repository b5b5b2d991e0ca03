/** What every method that fetches a token does with it. */
import type { ConnectionMethod, CredentialFields } from '../../../../core/connections/connection';
import { headersOf, preparedRequest, type TestClock } from '../../../fixtures/connection-requests';
import type { Issuer } from '../../../peers/issuer';
import type { Peer } from '../../../peers/server';

interface Sender {
	issuer: Issuer;
	/** Sends an item; resolves to the status that it got in the end. */
	send(): Promise<number>;
}

interface TokenUser extends Sender {
	method: ConnectionMethod;
	/** What `send` uses; its token is kept for some minutes. */
	credential: CredentialFields;
	peer: Peer;
}

interface TimedSender extends Sender {
	clock: TestClock;
}

const sendMany = async ({ send }: Sender, count: number) =>
	new Set(await Promise.all(Array.from({ length: count }, () => send())));

/** @param user asked within each test, when its peer runs */
export function itUsesOneToken(user: () => TokenUser): void {
	it('fetches one token for 500 items at once', async () => {
		expect(await sendMany(user(), 500)).toEqual(new Set([200]));
		expect(user().issuer.issued).toHaveLength(1);
	});

	it('fetches anew once when a kept token is rejected, for all items together', async () => {
		await user().send();
		user().issuer.revokeAll();
		expect(await sendMany(user(), 50)).toEqual(new Set([200]));
		expect(user().issuer.issued).toHaveLength(2);
	});

	it('previews without a request', () => {
		const { method, credential, peer } = user();
		const request = method.preview(preparedRequest(), credential);
		expect(headersOf(request).Authorization).toBe('Bearer *****');
		expect(peer.received).toEqual([]);
	});
}

/** Sends now, after so many seconds, and two seconds later: only the last one needs a new token. */
export async function expectKeptFor(
	seconds: number,
	{ issuer, clock, send }: TimedSender,
): Promise<void> {
	expect(await send()).toBe(200);
	clock.advanceSeconds(seconds);
	expect(await send()).toBe(200);
	expect(issuer.issued).toHaveLength(1);
	clock.advanceSeconds(2);
	expect(await send()).toBe(200);
	expect(issuer.issued).toHaveLength(2);
}

/** An item a minute for half an hour, with a token that lives for five: none of them fails. */
export async function expectRenewedInTime({ issuer, clock, send }: TimedSender): Promise<void> {
	const statuses = new Set<number>();
	for (let item = 0; item < 30; item++) {
		statuses.add(await send());
		clock.advanceSeconds(60);
	}
	expect(statuses).toEqual(new Set([200]));
	expect(issuer.issued).toHaveLength(6);
}
