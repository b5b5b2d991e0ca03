import type { INodeProperties } from 'n8n-workflow';

/** The last section of the form, and what n8n itself needs to find in the node's parameters. */
export const settingsProperties: INodeProperties[] = [
	{
		displayName: 'Settings',
		name: 'settings',
		type: 'collection',
		placeholder: 'Add Setting',
		default: {},
		options: [
			{
				displayName: 'Keep Sensitive Headers',
				name: 'keepSensitiveHeaders',
				type: 'boolean',
				default: false,
				description:
					'Whether the output shows the Authorization, Cookie and signature headers instead of [redacted]. Executions are stored, so whoever reads them could send in the sender’s name.',
			},
			{
				displayName: 'Max Body Size (MiB)',
				name: 'maxBodySize',
				type: 'number',
				typeOptions: { minValue: 0, numberPrecision: 3 },
				default: 16,
				description:
					'Larger bodies are refused with 413. Never above the limit of n8n itself (N8N_PAYLOAD_SIZE_MAX, 16 by default).',
			},
		],
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'hidden',
		// n8n leaves the body of a request alone when it finds this, so that the node can answer for what is in it.
		default: { binaryData: true },
	},
];
