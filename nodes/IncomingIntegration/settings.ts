import type { IWebhookFunctions } from 'n8n-workflow';

import { IntegrationError } from '../../core/errors';
import type { IncomingSettings } from '../../core/incoming/settings';

const MEBIBYTE = 1024 * 1024;
const DEFAULT_MAX_BODY_MIB = 16;

interface SettingsCollection {
	maxBodySize?: number;
	keepSensitiveHeaders?: boolean;
}

/**
 * The node's parameters as the settings of its endpoint.
 * @throws {IntegrationError} naming the parameter that cannot be used
 */
export function readSettings(context: IWebhookFunctions): IncomingSettings {
	const settings = context.getNodeParameter('settings', {}) as SettingsCollection;
	const authentication = context.getNodeParameter('authentication', 'jwt') as string;
	if (authentication !== 'none') {
		throw new IntegrationError(`Authentication "${authentication}" is unknown`, {
			code: 'SETTINGS_AUTHENTICATION',
			field: 'authentication',
		});
	}
	return {
		endpointId: context.getNode().webhookId ?? '',
		integrationName: String(context.getNodeParameter('integrationName', '')),
		maxBodyBytes: Math.min(
			(settings.maxBodySize ?? DEFAULT_MAX_BODY_MIB) * MEBIBYTE,
			hostLimitMiB() * MEBIBYTE,
		),
		keepSensitiveHeaders: settings.keepSensitiveHeaders === true,
	};
}

/** The largest body that n8n itself reads. */
function hostLimitMiB(): number {
	const configured = Number(process.env.N8N_PAYLOAD_SIZE_MAX);
	return configured > 0 ? configured : DEFAULT_MAX_BODY_MIB;
}
