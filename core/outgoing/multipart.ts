/** Form data as RFC 7578 writes it, and its boundary. */
import { randomUUID } from 'node:crypto';
import { IntegrationError } from '../errors';

export interface FormPart {
	name: string;
	content: Buffer;
	/** Absent = a plain text part. */
	fileName?: string | undefined;
	/** Its media type; absent = none is named. */
	type?: string | undefined;
}

/** RFC 2046, section 5.1.1, without the space, which may not end a boundary. */
const BOUNDARY = /^[\w'()+,./:=?-]{1,70}$/;

/**
 * The boundary of a Content-Type that the user wrote.
 * @returns `undefined` when it names none
 * @throws {IntegrationError} `BODY_BOUNDARY` for one that is not valid
 */
export function boundaryOf(contentType: string | undefined): string | undefined {
	const match = /;\s*boundary=(?:"([^"]*)"|([^;\s]*))/i.exec(contentType ?? '');
	const boundary = match?.[1] ?? match?.[2];
	if (boundary === undefined || BOUNDARY.test(boundary)) return boundary;
	throw new IntegrationError('headerParameters: the boundary of "Content-Type" is not valid', {
		code: 'BODY_BOUNDARY',
		field: 'headerParameters',
		hint: 'Remove "; boundary=…" from the header "Content-Type"; a boundary is added by itself.',
	});
}

/** `multipart/form-data` with its boundary; another multipart type keeps its name. */
export const withBoundary = (contentType: string, boundary: string): string =>
	/^multipart\//i.test(contentType) && boundaryOf(contentType) === undefined
		? `${contentType.replace(/[;\s]+$/, '')}; boundary=${boundary}`
		: contentType;

/** A boundary that no content contains by chance. */
export const newBoundary = (): string => `----form-data-${randomUUID().replaceAll('-', '')}`;

export function encodeFormData(parts: FormPart[], boundary: string): Buffer {
	const chunks = parts.flatMap((part) => [
		Buffer.from(`--${boundary}\r\n${partHeader(part)}\r\n`),
		part.content,
		Buffer.from('\r\n'),
	]);
	return Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]);
}

function partHeader({ name, fileName, type }: FormPart): string {
	const file = fileName === undefined ? '' : `; filename="${escapeName(fileName)}"`;
	const disposition = `Content-Disposition: form-data; name="${escapeName(name)}"${file}\r\n`;
	return type === undefined ? disposition : `${disposition}Content-Type: ${type}\r\n`;
}

/** As browsers and curl escape names (HTML, section 4.10.21.8). */
const escapeName = (name: string): string =>
	name.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22');
