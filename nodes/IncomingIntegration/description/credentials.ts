import type { INodeCredentialDescription } from 'n8n-workflow';

export const credentials: INodeCredentialDescription[] = [
	{
		name: 'incomingIntegrationJwtApi',
		required: true,
		displayOptions: { show: { authentication: ['jwt'] } },
		testedBy: 'testJwtCredential',
	},
	{
		name: 'metaWebhookApi',
		required: true,
		displayOptions: { show: { authentication: ['meta'] } },
		testedBy: 'testMetaCredential',
	},
	{
		name: 'webhookSignatureApi',
		required: true,
		displayOptions: { show: { authentication: ['signature'] } },
		testedBy: 'testSignatureCredential',
	},
	{
		name: 'loginPasswordApi',
		required: true,
		displayOptions: { show: { authentication: ['basic'] } },
	},
	{
		name: 'headerKeyApi',
		required: true,
		displayOptions: { show: { authentication: ['header'] } },
		testedBy: 'testHeaderKeyCredential',
	},
	{
		name: 'deduplicationRedisApi',
		required: true,
		displayOptions: {
			show: { deduplication: [true], '/settings.deduplicationStore': ['redis'] },
		},
		testedBy: 'deduplicationRedisTest',
	},
];
