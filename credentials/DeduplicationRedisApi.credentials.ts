import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';
import { NO_DEFAULT } from '../forms/no-default';

/** A Redis that remembers which requests were accepted. */
export class DeduplicationRedisApi implements ICredentialType {
	name = 'deduplicationRedisApi' as const;

	displayName = 'Deduplication Redis API';

	documentationUrl =
		'https://github.com/n8n-nodes-synerise-integrations/n8n-nodes-synerise-integrations/blob/main/docs/connections/deduplication-redis.md';

	icon: Icon = {
		light: 'file:icons/deduplication-redis.svg',
		dark: 'file:icons/deduplication-redis.dark.svg',
	};

	properties: INodeProperties[] = [
		{
			displayName: 'Mode',
			name: 'mode',
			type: 'options',
			options: [
				{ name: 'Cluster', value: 'cluster', description: 'A Redis Cluster: several masters' },
				{ name: 'Sentinel', value: 'sentinel', description: 'Sentinels that know the master' },
				{ name: 'Single', value: 'single', description: 'One Redis server' },
			],
			default: 'single',
		},
		{
			displayName: 'Nodes',
			name: 'nodes',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Node' },
			placeholder: 'Add Node',
			default: NO_DEFAULT,
			required: true,
			description:
				'Where Redis is: the server, some nodes of the cluster, or the sentinels. A single server uses the first node only.',
			options: [
				{
					displayName: 'Node',
					name: 'rows',
					values: [
						{
							displayName: 'Host',
							name: 'host',
							type: 'string',
							default: 'localhost',
							placeholder: 'e.g. redis.example.com',
						},
						{
							displayName: 'Port',
							name: 'port',
							type: 'number',
							typeOptions: { minValue: 1, maxValue: 65535 },
							default: 6379,
							description: 'Redis servers usually listen on 6379, sentinels on 26379',
						},
					],
				},
			],
		},
		{
			displayName: 'Master Name',
			name: 'masterName',
			type: 'string',
			default: 'mymaster',
			required: true,
			displayOptions: { show: { mode: ['sentinel'] } },
			description: 'The name under which the sentinels know the master',
		},
		{
			displayName: 'User',
			name: 'user',
			type: 'string',
			default: '',
			description: 'User of the Redis servers. Leave empty for the default user.',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Password of the Redis servers. Sentinels are asked without a password.',
		},
		{
			displayName: 'Database',
			name: 'database',
			type: 'number',
			typeOptions: { minValue: 0, numberPrecision: 0 },
			default: 0,
			displayOptions: { hide: { mode: ['cluster'] } },
			description: 'Number of the logical database',
		},
		{
			displayName: 'TLS',
			name: 'tls',
			type: 'boolean',
			default: false,
			description: 'Whether to connect over TLS. The certificate must be one that n8n trusts.',
		},
	];
}
