/** What is looked for: each secret in the forms that letter case, character sets, Base64 and hex give it. */

import { PORTION, type Steps } from '../../steps';
import { unescaped } from './escapes';

export interface Needle {
	/** Folded; at least `MIN_LENGTH` characters. */
	text: string;
	/** The characters of the encoding: the whole run of them around the needle is taken. Absent for plain text. */
	encoding?: Alphabet;
}

/**
 * A shorter secret occurs in other texts by chance: hidden there it would spoil them and give itself away.
 */
export const MIN_LENGTH = 8;

/** 1 for each character that belongs to it, by its code. */
export type Alphabet = Uint8Array;

const alphabet = (characters: RegExp): Alphabet =>
	Uint8Array.from({ length: 128 }, (_, code) => Number(characters.test(String.fromCharCode(code))));

const BASE64 = alphabet(/[\w+/=-]/);
const HEX = alphabet(/[\da-f]/i);

/** `fold` in portions, none of which ends within a pair of surrogates. */
export function* foldSteps(text: string): Steps<string> {
	if (text.length <= PORTION) return fold(text);
	const pieces: string[] = [];
	for (let at = 0; at < text.length;) {
		const next = at + PORTION;
		const end = isHighSurrogate(text.charCodeAt(next - 1)) ? next + 1 : next;
		pieces.push(fold(text.slice(at, end)));
		at = end;
		yield;
	}
	return pieces.join('');
}

const isHighSurrogate = (unit: number): boolean => (unit & 0xfc00) === 0xd800;

/** Makes texts comparable, character by character: letter case, and spaces as forms write them. */
export function fold(text: string): string {
	let folded = text.includes('İ') ? text.replaceAll('İ', 'I') : text;
	folded = folded.toLowerCase();
	if (folded.includes('ς')) folded = folded.replaceAll('ς', 'σ');
	return folded.replaceAll('+', ' ').replaceAll('\u00a0', ' ');
}

/** All needles of one secret. */
export function needlesOf(secret: string): Needle[] {
	const utf8 = Buffer.from(secret, 'utf8');
	const bytes = [utf8];
	const plain = [secret, secret.toUpperCase(), secret.replace(/=+$/, '')];
	// Where something else of the secret was escaped, its own backslashes and percent signs are read as escapes too.
	const bare = unescaped(secret, false)?.text;
	if (bare !== undefined) plain.push(bare);
	if (!/^[\0-\x7f]*$/.test(secret)) {
		plain.push(secret.normalize('NFC'), secret.normalize('NFD'), utf8.toString('latin1'));
		if (/^[\0-\xff]*$/.test(secret)) bytes.push(Buffer.from(secret, 'latin1'));
	}
	return [
		...[...new Set(plain.map(fold))].map((text): Needle => ({ text })),
		...bytes.flatMap(base64Needles),
		{ text: utf8.toString('hex'), encoding: HEX },
	].filter(({ text }) => text.length >= MIN_LENGTH);
}

/**
 * What Base64 makes of the bytes wherever they stand in what is encoded: three alignments, each without the
 * characters at its ends that neighbouring bytes share.
 */
function base64Needles(bytes: Buffer): Needle[] {
	const texts = [0, 1, 2].flatMap((before) => {
		const bits = (before + bytes.length) * 8;
		const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
		const core = encoded.slice(Math.ceil((before * 8) / 6), Math.floor(bits / 6));
		return [core, core.replaceAll('+', '-').replaceAll('/', '_')];
	});
	return [...new Set(texts)].map((text) => ({ text: fold(text), encoding: BASE64 }));
}
