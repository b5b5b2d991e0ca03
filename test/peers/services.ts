/** One loopback server with a service behind each authentication method, and places that give back what they get. */
import { systemClock } from '../../core/clock';
import { nameValueRows } from '../fixtures/connection-requests';
import {
	apiKeyGuard,
	basicGuard,
	bearerGuard,
	eagleEyeGuard,
	standardWebhooksGuard,
} from './guards';
import { Issuer, jwtEndingAt } from './issuer';
import { Peer, type Handler, type Received } from './server';

/** A method, its connection for the service, and one that the service refuses. */
export interface Service {
	authentication: string;
	credential: string;
	/** The path that the service protects. */
	path: string;
	fields: Record<string, unknown>;
	refused: Record<string, unknown>;
	/** What must never be shown: what was entered, and what was issued for it. */
	secrets(): string[];
}

const LOGIN = 'jane';
const PASSWORD = 'pass/word "of" Jane+1';
const API_KEY = 'api-key-7f3c9a52d1';
const CUSTOM_SECRET = 'custom-secret-b81e44';
const WORKSPACE_KEY = '8f14e45f-ceea-467f-a0e6-b3f3c9a1b2c3';
const CLIENT_SECRET = 'client-secret-55d0c2';
const EAGLE_EYE_SECRET = 'eagle-eye-secret-9921';
const SIGNING_SECRET = `whsec_${Buffer.alloc(32, 11).toString('base64')}`;
const LOGIN_PATH = '/uauth/v2/auth/login/profile';
/** In place of each secret where a service has to refuse; a secret itself, too. */
const WRONG = 'wrong-secret-0c41f7aa';

/** Everything of the request, as a careless or curious service would answer it. */
const echo =
	(status: number): Handler =>
	({ method, target, headers, body }) => ({
		status,
		body: { method, target, headers, body: body.toString() },
	});

const issueTo =
	(isKnown: (request: Received) => boolean, answer: () => object): Handler =>
	(request) =>
		isKnown(request) ? { status: 200, body: answer() } : echo(403)(request);

export class Services {
	readonly custom = new Issuer(systemClock, 300);
	readonly synerise = new Issuer(systemClock, 300, jwtEndingAt);
	readonly oauth = new Issuer(systemClock, 300);

	private constructor(
		readonly peer: Peer,
		readonly all: Service[],
	) {}

	static async start(): Promise<Services> {
		const routes: Record<string, Handler> = { '/echo': echo(200), '/reject': echo(401) };
		const peer = await Peer.start(routes);
		const all: Service[] = [];
		const services = new Services(peer, all);
		Object.assign(routes, services.routes());
		all.push(...services.withoutToken(), ...services.withToken());
		return services;
	}

	private routes(): Record<string, Handler> {
		return {
			'/basic': basicGuard(LOGIN, PASSWORD),
			'/key': apiKeyGuard('X-Api-Key', 'key', API_KEY),
			'/eagle': eagleEyeGuard('client-1', EAGLE_EYE_SECRET),
			'/hook': standardWebhooksGuard(SIGNING_SECRET, () => systemClock.now()),
			'/custom': bearerGuard(this.custom),
			'/synerise': bearerGuard(this.synerise),
			'/oauth': bearerGuard(this.oauth),
			'/custom/token': issueTo(
				({ body }) => body.toString() === `{ "api-key": "${CUSTOM_SECRET}" }`,
				() => ({ token: this.custom.issue() }),
			),
			[LOGIN_PATH]: issueTo(
				({ body }) => body.toString() === JSON.stringify({ apiKey: WORKSPACE_KEY }),
				() => ({ token: this.synerise.issue() }),
			),
			'/oauth/token': issueTo(
				({ body }) => new URLSearchParams(body.toString()).get('client_secret') === CLIENT_SECRET,
				() => ({
					access_token: this.oauth.issue(),
					token_type: 'Bearer',
					expires_in: this.oauth.lifetimeSeconds,
				}),
			),
		};
	}

	/** Each value that came in this header. */
	private received(header: string): string[] {
		return this.peer.received.flatMap(({ headers }) => headers[header] ?? []);
	}

	private withoutToken(): Service[] {
		const placed = {
			headers: nameValueRows({ 'X-Api-Key': '{{ secret }}' }),
			urlParameters: nameValueRows({ key: '{{ secret }}' }),
		};
		return [
			{
				authentication: 'loginPassword',
				credential: 'loginPasswordApi',
				path: '/basic',
				fields: { login: LOGIN, password: PASSWORD },
				refused: { login: LOGIN, password: WRONG },
				secrets: () => [PASSWORD, `${LOGIN}:${PASSWORD}`, `${LOGIN}:${WRONG}`, WRONG],
			},
			{
				authentication: 'apiKey',
				credential: 'apiKeyConnectionApi',
				path: '/key',
				fields: { secret: API_KEY, ...placed },
				refused: { secret: WRONG, ...placed },
				secrets: () => [API_KEY, WRONG],
			},
			{
				authentication: 'sha256',
				credential: 'eagleEyeSha256Api',
				path: '/eagle',
				fields: { clientId: 'client-1', clientSecret: EAGLE_EYE_SECRET },
				refused: { clientId: 'client-1', clientSecret: WRONG },
				secrets: () => [EAGLE_EYE_SECRET, WRONG, ...this.received('x-ees-auth-hash')],
			},
			{
				authentication: 'standardWebhooks',
				credential: 'standardWebhooksApi',
				path: '/hook',
				fields: { secret: SIGNING_SECRET },
				refused: { secret: `whsec_${Buffer.from(`${WRONG} ${WRONG}`).toString('base64')}` },
				secrets: () => [
					SIGNING_SECRET,
					SIGNING_SECRET.slice('whsec_'.length),
					`${WRONG} ${WRONG}`,
					...this.received('webhook-signature'),
				],
			},
		];
	}

	private withToken(): Service[] {
		const { origin } = this.peer;
		const custom = {
			method: 'POST',
			url: `${origin}/custom/token`,
			body: '{ "api-key": "{{ secret }}" }',
			tokenHeaders: nameValueRows({
				Authorization: 'Bearer {{ authResponseBody | fromjson | attr("token") }}',
			}),
			tokenUrlParameters: nameValueRows({
				token: '{{ authResponseBody | fromjson | attr("token") }}',
			}),
			ttl: 300,
		};
		const synerise = { environment: 'custom', baseUrl: origin };
		const oauth = {
			tokenUrl: `${origin}/oauth/token`,
			clientId: 'client-1',
			clientAuthentication: 'body',
		};
		return [
			{
				authentication: 'customConnection',
				credential: 'customConnectionApi',
				path: '/custom',
				fields: { ...custom, secret: CUSTOM_SECRET },
				refused: { ...custom, secret: WRONG },
				secrets: () => [CUSTOM_SECRET, WRONG, ...this.custom.issued],
			},
			{
				authentication: 'syneriseApiKey',
				credential: 'syneriseApi',
				path: '/synerise',
				fields: { ...synerise, apiKey: WORKSPACE_KEY },
				refused: { ...synerise, apiKey: WRONG },
				secrets: () => [WORKSPACE_KEY, WRONG, ...this.synerise.issued],
			},
			{
				authentication: 'oAuth2ClientCredentials',
				credential: 'clientCredentialsOAuth2Api',
				path: '/oauth',
				fields: { ...oauth, clientSecret: CLIENT_SECRET },
				refused: { ...oauth, clientSecret: WRONG },
				secrets: () => [CLIENT_SECRET, WRONG, ...this.oauth.issued],
			},
		];
	}
}
