import type { IDataObject } from 'n8n-workflow';

process.env['SYNERISE_INTEGRATIONS_ALLOWED_HOSTS'] = '127.0.0.0/8';

import { runNode } from '../../host/engine';
import { OutgoingIntegration } from '../../nodes/OutgoingIntegration/OutgoingIntegration.node';
import { Services, type Service } from '../peers/services';

jest.setTimeout(120_000);

const CREDENTIALS_WITH_TOKEN = new Set([
	'customConnectionApi',
	'syneriseApi',
	'clientCredentialsOAuth2Api',
]);
const LOGIN_PATHS = ['/custom/token', '/uauth/v2/auth/login/profile', '/oauth/token'];

describe('500 items at once', () => {
	let services: Services;
	beforeAll(async () => {
		services = await Services.start();
	});
	afterAll(() => services.peer.stop());

	async function statuses(service: Service, count: number): Promise<unknown[]> {
		const { outputs } = await runNode(
			new OutgoingIntegration(),
			Array.from({ length: count }, (_, n) => ({ json: { n } })),
			{
				parameters: {
					webhookName: 'Test',
					authentication: service.authentication,
					method: 'POST',
					url: `${services.peer.origin}${service.path}?item={{ json.n }}`,
					sendBody: true,
					contentType: 'json',
					specifyBody: 'json',
					jsonBody: '{"item": {{ json.n }}}',
					options: { concurrency: 50 },
				},
				credentials: { [service.credential]: service.fields as IDataObject },
			},
		);
		return (outputs[0] ?? []).map(({ json }) => (json['response'] as IDataObject)['statusCode']);
	}

	it('are accepted by the service of every method, with one token for each that needs one', async () => {
		for (const service of services.all) {
			expect({
				authentication: service.authentication,
				statuses: new Set(await statuses(service, 500)),
			}).toEqual({ authentication: service.authentication, statuses: new Set([200]) });
		}
		expect(LOGIN_PATHS.map((path) => services.peer.requestsTo(path).length)).toEqual([1, 1, 1]);
	});

	it('are accepted when all tokens were withdrawn before, with one more token each', async () => {
		for (const issuer of [services.custom, services.synerise, services.oauth]) issuer.revokeAll();
		const withToken = services.all.filter(({ credential }) =>
			CREDENTIALS_WITH_TOKEN.has(credential),
		);
		for (const service of withToken) {
			expect(new Set(await statuses(service, 500))).toEqual(new Set([200]));
		}
		expect(LOGIN_PATHS.map((path) => services.peer.requestsTo(path).length)).toEqual([2, 2, 2]);
	});
});
