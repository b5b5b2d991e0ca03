/** The body of a response that is known to be text. */
import { decodeText } from './charset';
import type { HttpResponse } from './client';
import { mediaType } from './media-type';

export const responseText = ({ body, headers }: HttpResponse): string =>
	decodeText(body, mediaType(headers['content-type']));
