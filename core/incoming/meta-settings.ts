import { IntegrationError } from '../errors';

/** The fields of the credential `metaWebhookApi`, as saved. */
export interface MetaCredential {
	verifyToken?: string;
	appSecrets?: { rows?: Array<{ secret?: string }> };
}

export interface MetaSettings {
	verifyToken: string;
	/** Several while one is being replaced. */
	appSecrets: string[];
}

/** @throws {IntegrationError} `META_CREDENTIAL_INVALID`, naming the field */
export function readMetaSettings({ verifyToken, appSecrets }: MetaCredential): MetaSettings {
	// Its alphabet has no spaces, so those around it were copied with it.
	const secrets = (appSecrets?.rows ?? []).flatMap(({ secret }) => secret?.trim() || []);
	if (!verifyToken) {
		throw mistake('verifyToken', 'There is no verify token', 'Enter the text that you give Meta.');
	}
	if (secrets.length === 0) {
		throw mistake('appSecrets', 'There is no app secret', 'Copy it from the app’s basic settings.');
	}
	return { verifyToken, appSecrets: secrets };
}

const mistake = (field: string, message: string, hint: string) =>
	new IntegrationError(message, { code: 'META_CREDENTIAL_INVALID', field, hint });
