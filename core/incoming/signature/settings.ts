/** The credential `webhookSignatureApi` as what verifying signatures needs, checked for mistakes. */
import { IntegrationError } from '../../errors';
import {
	SIGNATURE_SCHEMES,
	type Algorithm,
	type Encoding,
	type KnownScheme,
	type SignatureScheme,
} from './schemes';
import { reads, unknownVariables } from './signed-content';
import type { SignatureSettings } from './verify';
import { isFieldName } from '../../http/header-fields';

/** The fields of the credential, as saved. */
export interface SignatureCredential {
	scheme?: KnownScheme | 'custom' | 'microsoftGraph';
	secret?: string;
	additionalSecret?: string;
	/** Seconds; empty = 300. */
	tolerance?: number | string;
	/** These, for `custom` alone. */
	header?: string;
	algorithm?: Algorithm;
	encoding?: Encoding;
	prefix?: string;
	signedContent?: string;
	timestampHeader?: string;
	idHeader?: string;
}

const DEFAULT_TOLERANCE_SECONDS = 300;
const DEFAULT_SIGNED_CONTENT = '{body}';
/** A shorter secret can be guessed from one signed request. */
const MIN_SECRET_BYTES = 8;
const WHSEC = 'whsec_';
const mistake = (field: keyof SignatureCredential, message: string, hint: string) =>
	new IntegrationError(message, { code: 'SIGNATURE_CREDENTIAL_INVALID', field, hint });

/**
 * The texts of which Microsoft Graph repeats one in each notification.
 * @throws {IntegrationError} `SIGNATURE_CREDENTIAL_INVALID`, naming the field
 */
export const readClientStates = (credential: SignatureCredential): string[] =>
	secretsOf(credential, 'text').map(String);

/** @throws {IntegrationError} `SIGNATURE_CREDENTIAL_INVALID`, naming the field */
export function readSignatureSettings(credential: SignatureCredential): SignatureSettings {
	const scheme = schemeOf(credential);
	return {
		scheme,
		keys: secretsOf(credential, scheme.secret),
		toleranceSeconds: toleranceOf(credential),
	};
}

function secretsOf(credential: SignatureCredential, form: SignatureScheme['secret']): Buffer[] {
	const first = keyOf(credential, 'secret', 'Secret', form);
	if (isEmpty(credential.additionalSecret)) return [first];
	return [first, keyOf(credential, 'additionalSecret', 'Additional Secret', form)];
}

const isEmpty = (text: unknown): boolean => String(text ?? '').trim() === '';

const isKnown = (scheme: string): scheme is KnownScheme => Object.hasOwn(SIGNATURE_SCHEMES, scheme);

function schemeOf(credential: SignatureCredential): SignatureScheme {
	const { scheme = 'standardWebhooks' } = credential;
	if (scheme === 'custom') return customScheme(credential);
	if (isKnown(scheme)) return SIGNATURE_SCHEMES[scheme];
	throw mistake('scheme', `"${String(scheme)}" is not a known scheme`, 'Select one from the list.');
}

function customScheme(credential: SignatureCredential): SignatureScheme {
	const { algorithm = 'sha256', encoding = 'hex', prefix = '' } = credential;
	const signed = credential.signedContent || DEFAULT_SIGNED_CONTENT;
	const signature = headerName(credential, 'header', 'Signature Header');
	if (!signature) {
		throw mistake('header', 'Signature Header is empty', 'Enter the header with the signature.');
	}
	const timestamp = headerName(credential, 'timestampHeader', 'Timestamp Header');
	const id = headerName(credential, 'idHeader', 'ID Header');
	checkSignedContent(signed, { timestamp, id });
	const isPart = timestamp === signature;
	return {
		fields: [{ signature, ...(timestamp && !isPart && { timestamp }), ...(id && { id }) }],
		algorithm,
		encoding,
		separator: ',',
		prefix,
		...(isPart && { timestampPart: 't=' }),
		signed,
		secret: 'text',
		anyCase: true,
	};
}

function headerName(
	credential: SignatureCredential,
	field: 'header' | 'timestampHeader' | 'idHeader',
	label: string,
): string | undefined {
	const name = String(credential[field] ?? '').trim();
	if (name === '') return undefined;
	if (isFieldName(name)) return name.toLowerCase();
	throw mistake(
		field,
		`${label} "${name}" is not a valid header name`,
		'Enter the name alone, without a colon.',
	);
}

function checkSignedContent(
	signed: string,
	{ timestamp, id }: { timestamp: string | undefined; id: string | undefined },
): void {
	const [unknown] = unknownVariables(signed);
	if (unknown !== undefined) {
		throw mistake(
			'signedContent',
			`Signed Content has {${unknown}}, which is not a variable`,
			'Use {body}, {timestamp}, {id} and {url}.',
		);
	}
	if (!reads(signed, 'body')) {
		throw mistake(
			'signedContent',
			'Signed Content leaves out {body}, so anyone could change the body',
			'Add {body} where the sender signs it.',
		);
	}
	if (reads(signed, 'timestamp') && timestamp === undefined) {
		throw mistake(
			'timestampHeader',
			'Signed Content has {timestamp}, but Timestamp Header is empty',
			'Enter the header with the timestamp; for a part "t=…" of the signature header, enter that header again.',
		);
	}
	if (reads(signed, 'id') && id === undefined) {
		throw mistake(
			'idHeader',
			'Signed Content has {id}, but ID Header is empty',
			'Enter the header with the ID of the request.',
		);
	}
	if (timestamp !== undefined && !reads(signed, 'timestamp')) {
		throw mistake(
			'signedContent',
			'Timestamp Header is set, but Signed Content leaves out {timestamp}: anyone could change it',
			'Add {timestamp} where the sender signs it, or empty Timestamp Header.',
		);
	}
}

/** Spaces and line ends that were copied with a secret are no part of it; no scheme has them at its ends. */
function keyOf(
	credential: SignatureCredential,
	field: 'secret' | 'additionalSecret',
	label: string,
	form: SignatureScheme['secret'],
): Buffer {
	const secret = String(credential[field] ?? '').trim();
	const key = form === 'base64' ? decoded(secret, field, label) : Buffer.from(secret);
	if (key.length >= MIN_SECRET_BYTES) return key;
	throw mistake(
		field,
		secret === '' ? `${label} is empty` : `${label} is shorter than ${MIN_SECRET_BYTES} bytes`,
		'Enter the signing secret that the sender shows.',
	);
}

function decoded(secret: string, field: 'secret' | 'additionalSecret', label: string): Buffer {
	const encoded = secret.startsWith(WHSEC) ? secret.slice(WHSEC.length) : secret;
	const key = Buffer.from(encoded, 'base64');
	if (key.toString('base64').replace(/=+$/, '') === encoded.replace(/=+$/, '')) return key;
	throw mistake(
		field,
		`${label} is not valid Base64`,
		`Enter the secret as the sender shows it, beginning with ${WHSEC}.`,
	);
}

function toleranceOf({ tolerance }: SignatureCredential): number {
	if (isEmpty(tolerance)) return DEFAULT_TOLERANCE_SECONDS;
	const seconds = Number(tolerance);
	if (Number.isFinite(seconds) && seconds >= 1 && seconds <= 86_400) return seconds;
	throw mistake(
		'tolerance',
		`Tolerance "${String(tolerance)}" is not a valid number of seconds`,
		'Enter a number from 1 to 86400.',
	);
}
