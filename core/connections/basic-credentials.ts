/** Client ID and client secret as a Basic `Authorization` header carries them (RFC 6749, 2.3.1). */

/**
 * What the receiver's decoding would change, what separates the halves, and what is not ASCII. Everything else stays
 * as it is: many servers do not decode the halves, and those that do read the bare character as well.
 */
const ENCODED = /[%+:]|[^\x20-\x7e]+/g;

/** One half of the pair as it is sent, before the pair is put into Base64. */
export const clientHalf = (value: string): string => value.replace(ENCODED, percentEncoded);

export const basicCredentials = (id: string, secret: string): string =>
	Buffer.from(`${clientHalf(id)}:${clientHalf(secret)}`).toString('base64');

/** Through the bytes, because encodeURIComponent refuses half a surrogate pair. */
const percentEncoded = (text: string): string => encodeURIComponent(Buffer.from(text).toString());
