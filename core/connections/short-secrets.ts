import type { CredentialFields } from './connection';
import { ConnectionFieldError, text } from './fields';
import { MIN_LENGTH } from './masking/needles';
import type { MethodIdentity } from './methods';

/**
 * Why a stored secret is too short to be hidden in responses: within other text it would be found by chance.
 * @returns undefined when every secret is long enough or empty
 */
export function shortSecret(
	{ secretFields = [] }: MethodIdentity,
	credential: CredentialFields,
): string | undefined {
	const field = secretFields.find((name) => {
		const { length } = text(credential, name).trim();
		return length > 0 && length < MIN_LENGTH;
	});
	if (field === undefined) return undefined;
	return new ConnectionFieldError(
		field,
		`shorter than ${MIN_LENGTH} characters, so it cannot be hidden where a response repeats it within other text. Requests are sent all the same; use a longer secret where the service allows it`,
	).message;
}
