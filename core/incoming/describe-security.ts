/** How senders authenticate, and where they get a token, as parts of an OpenAPI document. */
import type { JsonObject } from '../json';
import type { SignatureScheme } from './signature/schemes';

export type DescribedAuthentication =
	| { method: 'none' }
	| { method: 'jwt'; /** Whether the endpoint gives tokens for API keys. */ issuesTokens: boolean }
	| { method: 'meta' }
	| { method: 'basic' }
	| { method: 'header'; header: string }
	| {
			method: 'signature';
			header: string;
			/** Absent for one that only the credential knows. */ scheme?: SignatureScheme;
	  }
	/** Microsoft Graph's: a text in the body. */
	| { method: 'clientState' };

interface Security {
	scheme: JsonObject;
	/** Words of a cURL command, quoted for a POSIX shell. */
	curl: string;
}

/** @returns `undefined` where no header authenticates */
export function securityOf(authentication: DescribedAuthentication): Security | undefined {
	switch (authentication.method) {
		case 'jwt':
			return {
				scheme: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
				curl: '-H "Authorization: Bearer $TOKEN"',
			};
		case 'meta':
			return {
				scheme: inHeader(
					'X-Hub-Signature-256',
					'sha256= and the HMAC-SHA256 of the body with the app secret',
				),
				curl: '-H "X-Hub-Signature-256: sha256=$SIGNATURE"',
			};
		case 'basic':
			return { scheme: { type: 'http', scheme: 'basic' }, curl: '-u "$LOGIN:$PASSWORD"' };
		case 'header': {
			const { header } = authentication;
			return { scheme: inHeader(header, 'An API key'), curl: `-H "${header}: $API_KEY"` };
		}
		case 'signature': {
			const { header, scheme } = authentication;
			return {
				scheme: inHeader(header, signatureText(scheme)),
				curl: [`-H "${header}: $SIGNATURE"`, ...signedHeaders(authentication).map(curlOf)].join(
					' \\\n  ',
				),
			};
		}
		default:
			return undefined;
	}
}

const curlOf = (header: string): string =>
	`-H "${header}: $${header.split('-').at(-1)?.toUpperCase() ?? ''}"`;

const inHeader = (name: string, description: string): JsonObject => ({
	type: 'apiKey',
	in: 'header',
	name,
	description,
});

const ALGORITHMS = { sha1: 'SHA-1', sha256: 'SHA-256', sha512: 'SHA-512' };

function signatureText(scheme: SignatureScheme | undefined): string {
	if (!scheme) return 'An HMAC of the body with the shared secret';
	const { prefix, timestampPart, encoding, algorithm, signed } = scheme;
	const parts = [timestampPart && `${timestampPart}<seconds since 1970>`, prefix].filter(Boolean);
	const before = parts.length > 0 ? `${parts.join(scheme.separator ?? '')} and ` : '';
	return `${before}the HMAC ${ALGORITHMS[algorithm]} of "${signed}" with the shared secret, in ${encoding}`;
}

/** Header fields that are signed as well, and so have to be sent. */
export function signedHeaders(authentication: DescribedAuthentication): string[] {
	if (authentication.method !== 'signature') return [];
	const { timestamp, id } = authentication.scheme?.fields[0] ?? {};
	return [timestamp, id].filter((name) => name !== undefined);
}

const text: JsonObject = { type: 'string' };

/** The login: an API key for a token. */
export const loginOperation = (failures: JsonObject): JsonObject => ({
	operationId: 'logIn',
	summary: 'Get a token for an API key',
	security: [],
	requestBody: {
		required: true,
		content: {
			'application/json': {
				schema: { type: 'object', required: ['apiKey'], properties: { apiKey: text } },
			},
		},
	},
	responses: {
		'200': {
			description: 'A token for the Authorization header',
			content: {
				'application/json': {
					schema: { type: 'object', required: ['token'], properties: { token: text } },
				},
			},
		},
		...failures,
	},
});
