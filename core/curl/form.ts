/** The value of `-F`: `name=content`, `name=@file`, `name=<file`, each with `;type=`, `;filename=` and more. */
import type { GivenOption } from './command-line';
import { contentOf, type CurlData } from './data';
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
	if (name === '') note(option, 'without a name has no counterpart in this node', notes);
	const content = option.value.slice(equals + 1);
	if (option.name === 'form-string') return { name, value: content };
	const marker = /^[@<]/.exec(content)?.[0];
	const { value, attributes } = readContent(marker === undefined ? content : content.slice(1));
	const type = attributes.type;
	noteExtras(option, attributes, notes);
	const fileName = attributes.filename;
	if (marker === undefined) return { name, value, fileName, type };
	const named = { name, type, fileName };
	return marker === '@'
		? fileContent(
				named,
				content.slice(1),
				contentOf(value, input, option, notes, 'advice'),
				option,
				notes,
			)
		: textContent(named, contentOf(value, input, option, notes));
}

type Named = Pick<CurlFormPart, 'name' | 'fileName' | 'type'>;

/** `@` sends a file with its name. */
function fileContent(
	part: Named,
	written: string,
	source: CurlData,
	option: GivenOption,
	notes: CurlNote[],
): CurlFormPart {
	if (!written.startsWith('"') && /^[^;]*,/.test(written)) {
		note(option, 'sends several files in one part: give each a part of its own', notes);
	}
	const { name, type } = part;
	if ('file' in source) {
		return { name, file: source.file, fileName: part.fileName ?? baseName(source.file), type };
	}
	return {
		name,
		value: source.text,
		fileName: part.fileName ?? baseName(takeValue(written).value),
		type,
	};
}

/** `<` sends the content of a file as text. */
const textContent = (part: Named, source: CurlData): CurlFormPart => ({
	...part,
	value: 'text' in source ? source.text : `<${source.file}`,
});

function note({ written, position }: GivenOption, message: string, notes: CurlNote[]): void {
	notes.push({ kind: 'unsupported', message: `${written} ${message}`, position });
}

function readContent(text: string): { value: string; attributes: Record<string, string> } {
	const first = takeValue(text.trimStart());
	const attributes: Record<string, string> = {};
	let rest = first.rest;
	/** The text from a media type on, while its own parameters follow. */
	let type: string | undefined;
	while (rest.startsWith(';')) {
		const segment = rest.slice(1).trimStart();
		const key = /^(type|filename|headers|encoder)=\s*/.exec(segment);
		const content = key === null ? segment : segment.slice(key[0].length);
		const { value, rest: after } = takeValue(content);
		if (key !== null) {
			attributes[key[1] ?? ''] = value;
			type = key[1] === 'type' ? content : undefined;
		} else if (type !== undefined) {
			// A parameter of a media type (`; charset=utf-8`) goes on after its semicolon, as it is written.
			attributes.type = type.slice(0, type.length - after.length).trimEnd();
		}
		rest = after;
	}
	return { value: first.value, attributes };
}

/** Up to the next semicolon, or in double quotes, where a backslash escapes a quote and itself. */
function takeValue(text: string): { value: string; rest: string } {
	const quoted = /^"((?:\\["\\]|[^"])*)"[^;]*/.exec(text);
	if (quoted !== null) {
		return {
			value: (quoted[1] ?? '').replace(/\\(["\\])/g, '$1'),
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
	return file.split(/[/\\]/).at(-1) ?? file;
}
