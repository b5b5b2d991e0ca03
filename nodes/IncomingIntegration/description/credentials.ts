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
		name: 'deduplicationRedisApi',
		required: true,
		displayOptions: {
			show: { deduplication: [true], '/settings.deduplicationStore': ['redis'] },
		},
		testedBy: 'deduplicationRedisTest',
	},
];
