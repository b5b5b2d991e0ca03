import type { Clock } from '../../clock';
import { IntegrationError } from '../../errors';
import type { HttpClient } from '../../http/client';
import type { VerificationKey } from './keys';

const TIMEOUT_MS = 5_000;
const MAX_BYTES = 1024 * 1024;
const MAX_REDIRECTS = 3;
/** A key that its publisher withdrew verifies nothing after this long. */
const FRESH_FOR_MS = 10 * 60 * 1000;
/** When the publisher is down, keys that once were good stay in use this long. */
const STALE_FOR_MS = 24 * 60 * 60 * 1000;
/** Tokens with invented key ids must not turn the endpoint into a flood of fetches. */
const REFETCH_AFTER_MS = 30_000;

const HINT = 'Open the URL in a browser: it must show a JSON Web Key Set or a PEM public key.';
const INTERNAL_HINT =
	'Use an https:// URL, or have an administrator add the host to SYNERISE_INTEGRATIONS_ALLOWED_HOSTS.';

/** The keys are unavailable: the sender is to try again, not told that its token is bad. */
export class KeysUnavailableError extends IntegrationError {}

/** Keys that are published under a URL; fetched when needed, once for all who wait, and kept. */
export class RemoteKeys {
	private keys: VerificationKey[] | undefined;
	private fetchedAt = -Infinity;
	private triedAt = -Infinity;
	private fetching: Promise<void> | undefined;
	private failure: unknown;

	/**
	 * @param parse makes keys of the document; may throw
	 * @param monotonic measures how old the keys are
	 */
	constructor(
		private readonly url: string,
		private readonly parse: (document: string) => VerificationKey[],
		private readonly http: HttpClient,
		private readonly monotonic: Clock,
	) {}

	/**
	 * The keys as last published.
	 * @param unknownKey whether those at hand did not fit, so that newer ones may be needed
	 * @throws {KeysUnavailableError} `JWT_KEYS_UNAVAILABLE`
	 */
	async get({ unknownKey = false } = {}): Promise<VerificationKey[]> {
		const now = this.monotonic.now();
		const isDue = unknownKey || !this.keys || now - this.fetchedAt >= FRESH_FOR_MS;
		if (this.fetching) await this.fetching;
		else if (isDue && now - this.triedAt >= REFETCH_AFTER_MS) await this.refetch(now);
		if (!this.keys || now - this.fetchedAt >= STALE_FOR_MS) throw this.unavailable();
		return this.keys;
	}

	private async refetch(now: number): Promise<void> {
		this.triedAt = now;
		this.fetching = this.fetch(now);
		try {
			await this.fetching;
		} finally {
			this.fetching = undefined;
		}
	}

	/** Never fails, because several requests wait for it: those without any keys say why. */
	private async fetch(now: number): Promise<void> {
		try {
			const document = await this.read(this.url);
			const keys = this.parse(await this.followDiscovery(document));
			// A publisher that is half down must not lock out everybody who has a token.
			if (keys.length === 0) throw new TypeError('the response contains no key that can be used');
			this.keys = keys;
			this.fetchedAt = now;
			this.failure = undefined;
		} catch (error) {
			this.failure = error;
		}
	}

	private async read(url: string): Promise<string> {
		const response = await this.http.send({
			method: 'GET',
			url: new URL(url),
			headers: [['Accept', '*/*']],
			timeoutMs: TIMEOUT_MS,
			maxResponseBytes: MAX_BYTES,
			redirect: { follow: true, max: MAX_REDIRECTS },
		});
		if (response.status !== 200) throw new TypeError(`the response has status ${response.status}`);
		return response.body.toString('utf8').replace(/^\uFEFF/, '');
	}

	/** A configuration of OpenID Connect Discovery 1.0 says where the keys are. */
	private async followDiscovery(document: string): Promise<string> {
		const [, target] = /"jwks_uri"\s*:\s*"([^"\\]{1,2000})"/.exec(document) ?? [];
		return target !== undefined && URL.canParse(target) ? await this.read(target) : document;
	}

	private unavailable(): KeysUnavailableError {
		const reason = (this.failure as Error | undefined)?.message ?? 'no response yet';
		return new KeysUnavailableError(`The keys at ${this.url} cannot be used: ${reason}`, {
			code: 'JWT_KEYS_UNAVAILABLE',
			field: 'url',
			hint: this.url.startsWith('https:') ? HINT : INTERNAL_HINT,
			cause: this.failure,
		});
	}
}
