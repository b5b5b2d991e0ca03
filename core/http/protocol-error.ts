/** Why a host and we do not understand each other: TLS, its certificate, or the version of HTTP. */

/** What is wrong, after "host:port "; and what to do about it. */
export interface ProtocolFault {
	reason: string;
	hint: string;
}

const IGNORE = 'The option "Ignore SSL Issues" skips the check.';
const TRUST =
	'To trust its authority, turn on "SSL Certificates" in the settings of the node and enter it as the CA of the client certificate, or let an n8n administrator set NODE_EXTRA_CA_CERTS on the n8n server.';
const HTTP_2: ProtocolFault = {
	reason: 'speaks only HTTP/2',
	hint: 'Let the host, or a gateway in front of it, accept HTTP/1.1 as well.',
};
const NOT_TLS: ProtocolFault = {
	reason: 'does not speak TLS on this port',
	hint: 'Check the port of the URL: it may be one for plain HTTP.',
};
const OLD_TLS: ProtocolFault = {
	reason: 'speaks only a version of TLS below 1.2',
	hint: 'Let the host support TLS 1.2 or later; older versions are not secure.',
};
const NOTHING_IN_COMMON: ProtocolFault = {
	reason: 'refuses the TLS handshake',
	hint: 'The host may ask for a client certificate, another server name, or cipher suites that are not secure.',
};
const CLIENT_CERTIFICATE: ProtocolFault = {
	reason: 'asks for a client certificate',
	hint: 'Turn on "SSL Certificates" in the settings of the node, and select a client certificate that the host accepts.',
};
const REFUSED_CERTIFICATE: ProtocolFault = {
	reason: 'does not accept the client certificate, or asks for one',
	hint: 'Check that the connection "Client Certificate" that is selected under "SSL Certificates" in the settings of the node is valid, and of an authority that the host trusts.',
};
const FOREIGN: ProtocolFault = {
	reason: 'has a certificate of an authority that is not trusted',
	hint: `${TRUST} ${IGNORE}`,
};
const WEAK: ProtocolFault = {
	reason: 'has a certificate or key that is too weak to be secure',
	hint: 'Let the host use a certificate with a current signature and a key of at least 2048 bits.',
};

/** OpenSSL's codes, by the beginning of their names. */
const FAULTS: Array<[code: RegExp, fault: ProtocolFault]> = [
	[
		/^CERT_HAS_EXPIRED$/,
		{ reason: 'has an expired certificate', hint: `Let the host renew its certificate. ${IGNORE}` },
	],
	[
		/^CERT_NOT_YET_VALID$/,
		{
			reason: 'has a certificate that is not valid yet',
			hint: `Check the clocks of the host and of the n8n server. ${IGNORE}`,
		},
	],
	[
		/^(ERR_TLS_CERT_ALTNAME|HOSTNAME_MISMATCH)/,
		{
			reason: 'has a certificate for another name',
			hint: `Use the domain that the certificate is for, or let the host send the right one. ${IGNORE}`,
		},
	],
	[
		/^CERT_REVOKED$/,
		{ reason: 'has a revoked certificate', hint: 'Let the host get a new certificate.' },
	],
	[
		/^(DEPTH_ZERO_SELF_SIGNED_CERT)$/,
		{ reason: 'has a self-signed certificate', hint: `${TRUST} ${IGNORE}` },
	],
	[
		/^UNABLE_TO_VERIFY_LEAF_SIGNATURE$/,
		{
			reason:
				'has a certificate of an unknown authority, or leaves out the intermediate certificates',
			hint: `Let the host send its whole certificate chain. ${TRUST} ${IGNORE}`,
		},
	],
	[
		/^(SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_GET_ISSUER|CERT_UNTRUSTED|CERT_SIGNATURE_FAILURE|INVALID_CA)/,
		FOREIGN,
	],
	[/^ERR_SSL_.*(KEY_TOO_SMALL|MD_TOO_WEAK|DH_KEY_TOO_SMALL)|^(CA|EE)_(MD|KEY)_/, WEAK],
	[/^ERR_SSL_(TLSV1_ALERT_NO_APPLICATION_PROTOCOL|NO_APPLICATION_PROTOCOL)$/, HTTP_2],
	[/^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|RECORD_LAYER)/, NOT_TLS],
	[
		/^ERR_SSL_(UNSUPPORTED_PROTOCOL|VERSION_TOO_LOW|TLSV1_ALERT_PROTOCOL_VERSION|NO_PROTOCOLS)/,
		OLD_TLS,
	],
	[
		/^ERR_SSL_UNSAFE_LEGACY_RENEGOTIATION_DISABLED$/,
		{
			reason: 'does not support secure renegotiation (RFC 5746)',
			hint: 'Let the host be updated. The option "Ignore SSL Issues" connects in spite of that, and does not check its certificate either.',
		},
	],
	[
		/^ERR_SSL_.*ALERT_(BAD_CERTIFICATE|UNKNOWN_CA|CERTIFICATE_UNKNOWN|CERTIFICATE_EXPIRED|CERTIFICATE_REVOKED|UNSUPPORTED_CERTIFICATE|ACCESS_DENIED)$/,
		REFUSED_CERTIFICATE,
	],
	[/^ERR_SSL_.*ALERT_CERTIFICATE_REQUIRED$/, CLIENT_CERTIFICATE],
	[
		/^ERR_SSL_.*(HANDSHAKE_FAILURE|INSUFFICIENT_SECURITY|NO_SHARED_CIPHER|UNRECOGNIZED_NAME)/,
		NOTHING_IN_COMMON,
	],
];

/** What a code of OpenSSL or Node says about the host. @returns `undefined` for a code without a sentence of its own */
export const tlsFault = (code: string): ProtocolFault | undefined =>
	FAULTS.find(([pattern]) => pattern.test(code))?.[1];

/** The frame that a server of HTTP/2 begins with: SETTINGS of up to 255 bytes on stream 0 (RFC 9113, 3.4 and 4.1). */
const HTTP_2_SETTINGS = /^\0\0[^]\x04/;
/** A TLS record: alert or handshake (RFC 8446, 5.1). */
const TLS_RECORD = /^[\x15\x16]\x03/;

/**
 * What bytes that are no HTTP/1.1 response say about the host.
 * @param bytes their beginning, one character for each
 * @param complaint what the parser says of them
 */
export function httpFault(bytes: string, complaint: string): ProtocolFault {
	if (HTTP_2_SETTINGS.test(bytes)) return HTTP_2;
	if (TLS_RECORD.test(bytes)) {
		return { reason: 'expects TLS on this port', hint: 'Begin the URL with https:// instead.' };
	}
	const detail = /\((.+)\)$/.exec(complaint)?.[1] ?? 'its length or its header fields';
	if (detail.startsWith('Expected HTTP/')) {
		return {
			reason: 'does not send a valid HTTP/1.1 response',
			hint: 'Check that the port of the URL is one for HTTP.',
		};
	}
	return {
		reason: `does not send a valid HTTP/1.1 response (${detail})`,
		hint: 'Let the host, or a gateway in front of it, send a response as RFC 9112 defines it.',
	};
}
