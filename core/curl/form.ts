/** The value of `-F`: `name=content`, `name=@file`, `name=<file`, each with `;type=`, `;filename=` and more. */
import type { GivenOption } from './command-line';
import { contentOf } from './data';
import { CurlSyntaxError, type CurlNote } from './problems';
import type { StandardInput } from './tokenise';

export type CurlFormPart =
	| { name: string; value: string; fileName?: string | undefined; type?: string | undefined }
	| { name: string; file: string; fileName?: string | undefined; type?: string | undefined };

/** @throws {CurlSyntaxError} for a value without `=` */
export function readFormPart(
	option: GivenOption,
	input: StandardInput | undefined,
	notes: CurlNote[],
): CurlFormPart {
	const equals = option.value.indexOf('=');
	if (equals < 0) {
		throw new CurlSyntaxError(`${option.written} needs name=content`, option.position);
	}
	const name = option.value.slice(0, equals);
	const content = option.value.slice(equals + 1);
	if (option.name === 'form-string') return { name, value: content };
	const marker = /^[@<]/.exec(content)?.[0];
	const { value, attributes } = readContent(marker === undefined ? content : content.slice(1));
	const type = attributes.type;
	noteExtras(option, attributes, notes);
	const fileName = attributes.filename;
	if (marker === undefined) return { name, value, fileName, type };
	const source = contentOf(value, input, option, notes, 'advice');
	// `<` sends the content of a file as text, `@` as a file with its name.
	if ('text' in source) {
		const ownName = marker === '@' ? baseName(value) : undefined;
		return { name, value: source.text, fileName: fileName ?? ownName, type };
	}
	return { name, file: source.file, fileName: fileName ?? baseName(source.file), type };
}

function readContent(text: string): { value: string; attributes: Record<string, string> } {
	const first = takeValue(text.trimStart());
	const attributes: Record<string, string> = {};
	let rest = first.rest;
	let last: string | undefined;
	while (rest.startsWith(';')) {
		const segment = rest.slice(1).trimStart();
		const key = /^(type|filename|headers|encoder)=\s*/.exec(segment);
		const { value, rest: after } = takeValue(key === null ? segment : segment.slice(key[0].length));
		// A parameter of a media type (`;charset=utf-8`) goes on after its semicolon.
		if (key === null && last === 'type') attributes.type += `;${value}`;
		last = key === null ? last : key[1]!;
		if (key !== null) attributes[key[1]!] = value;
		rest = after;
	}
	return { value: first.value, attributes };
}

/** Up to the next semicolon, or in double quotes, where a backslash escapes a quote and itself. */
function takeValue(text: string): { value: string; rest: string } {
	const quoted = /^"((?:\\["\\]|[^"])*)"[^;]*/.exec(text);
	if (quoted !== null) {
		return {
			value: quoted[1]!.replace(/\\(["\\])/g, '$1'),
			rest: text.slice(quoted[0].length),
		};
	}
	const end = text.indexOf(';');
	return end < 0
		? { value: text.trimEnd(), rest: '' }
		: { value: text.slice(0, end).trimEnd(), rest: text.slice(end) };
}

function noteExtras(
	{ position, written }: GivenOption,
	attributes: Record<string, string>,
	notes: CurlNote[],
): void {
	for (const name of ['headers', 'encoder'].filter((extra) => attributes[extra] !== undefined)) {
		notes.push({
			kind: 'unsupported',
			message: `;${name}= of ${written} has no counterpart in this node`,
			position,
		});
	}
}

export function baseName(file: string): string {
	return file.split(/[/\\]/).at(-1)!;
}
