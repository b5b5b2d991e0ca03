/** Load on an HTTP endpoint: a fixed number of connections, each sending its next request when answered. */
import { Pool } from 'undici';

export interface LoadRequest {
	headers: Record<string, string>;
	body: string;
}

export interface LoadOptions {
	connections: number;
	milliseconds: number;
	/** The only status that counts as done; any other ends the measurement. */
	status: number;
	next: () => LoadRequest;
}

/**
 * Sends until the time is over, and waits for the last answers.
 * @returns how many requests were answered
 * @throws when an answer has another status
 */
export async function load(
	url: string,
	{ connections, milliseconds, status, next }: LoadOptions,
): Promise<number> {
	const { origin, pathname } = new URL(url);
	const pool = new Pool(origin, { connections, pipelining: 1, headersTimeout: 120_000 });
	const until = performance.now() + milliseconds;
	let answered = 0;
	const sender = async () => {
		do {
			const answer = await pool.request({ path: pathname, method: 'POST', ...next() });
			const text = await answer.body.text();
			if (answer.statusCode !== status) {
				throw new Error(`${pathname} answered ${answer.statusCode}, not ${status}: ${text}`);
			}
			answered++;
		} while (performance.now() < until);
	};
	try {
		await Promise.all(Array.from({ length: connections }, sender));
		return answered;
	} finally {
		await pool.destroy();
	}
}
