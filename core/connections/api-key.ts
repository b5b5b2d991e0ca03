import { IntegrationError } from '../errors';
import { add } from './additions';
import { attempt } from './attempt';
import type { ConnectionMethod, CredentialFields } from './connection';
import { requiredText, text } from './fields';
import { AUTHENTICATION_METHODS } from './methods';
import {
	placedSecrets,
	placementRows,
	previewPlacement,
	renderPlacement,
	type PlacementFields,
	type PlacementRow,
} from './placement';
import { partsOfSecret } from './secret-parts';

const FIELDS: PlacementFields = {
	headers: 'headers',
	urlParameters: 'urlParameters',
	roots: new Set(['secret']),
};

const placementOf = (credential: CredentialFields) => placementRows(credential, FIELDS);

/** The only value that these templates read is the secret, so the time has no part in them. */
function render(placement: PlacementRow[], credential: CredentialFields) {
	return renderPlacement(placement, { secret: requiredText(credential, 'secret') }, 0);
}

export const apiKey: ConnectionMethod<'apiKeyConnectionApi'> = {
	...AUTHENTICATION_METHODS.apiKey,
	authorise: async (request, credential) =>
		add(request, render(placementOf(credential), credential)),
	preview: (request, credential) => add(request, previewPlacement(placementOf(credential))),
	secrets(credential) {
		const secret = partsOfSecret(text(credential, 'secret'));
		try {
			const placement = placementOf(credential);
			return [...secret, ...placedSecrets(placement, render(placement, credential))];
		} catch (error) {
			// A connection that cannot be placed has put nothing but the secret itself at risk.
			if (error instanceof IntegrationError) return secret;
			throw error;
		}
	},
	test: (credential) =>
		attempt(() => {
			const placement = placementOf(credential);
			render(placement, credential);
			const places = placement.map(({ kind, name }) =>
				kind === 'header' ? `header "${name}"` : `URL parameter "${name}"`,
			);
			return `The secret is placed in: ${places.join(', ')}. Whether the service accepts it shows with the first request.`;
		}),
};
