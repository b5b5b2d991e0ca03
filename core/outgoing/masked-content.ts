/** What a response contains without the secrets of the connection that the request was sent with. */
import { isUtf8 } from 'node:buffer';
import type { Mask } from '../connections/mask';
import type { Steps } from '../steps';
import type { File, ResponseContent } from './response';

/** What happened to a file with a secret in it, as its pointer in the output says. */
export type FileNote =
	| 'A secret of the connection in this file was replaced by *****.'
	| 'This file contained a secret of the connection and was left out.';

export type MaskedContent =
	| Exclude<ResponseContent, { kind: 'file' }>
	| {
			kind: 'file';
			/** Metadata; its `data` is empty for a file that was left out. */
			file: File;
			/** The size of the file as it was received, in bytes. */
			size: number;
			note?: FileNote;
			isLeftOut: boolean;
	  };

/** Masked before anything is made of the content, so that it is gone through once; in portions. */
export function* maskContent(content: ResponseContent, { steps }: Mask): Steps<MaskedContent> {
	switch (content.kind) {
		case 'json':
			return { kind: 'json', value: yield* steps.json(content.value) };
		case 'text':
			return { ...content, value: yield* steps.text(content.value) };
		case 'empty':
			return content;
		case 'file':
			return yield* maskFile(content.file, steps);
	}
}

/** The bytes of a text can carry the mask; in any other file it would do harm that nobody sees. */
function* maskFile(file: File, steps: Mask['steps']): Steps<MaskedContent> {
	const size = file.data.length;
	const named = {
		...file,
		mimeType: yield* steps.text(file.mimeType),
		fileName: file.fileName === undefined ? undefined : yield* steps.text(file.fileName),
	};
	const data = yield* steps.bytes(file.data);
	if (data === file.data) return { kind: 'file', file: named, size, isLeftOut: false };
	if (isUtf8(file.data)) {
		const note = 'A secret of the connection in this file was replaced by *****.';
		return { kind: 'file', file: { ...named, data }, size: data.length, note, isLeftOut: false };
	}
	const note = 'This file contained a secret of the connection and was left out.';
	return { kind: 'file', file: { ...named, data: Buffer.alloc(0) }, size, note, isLeftOut: true };
}
