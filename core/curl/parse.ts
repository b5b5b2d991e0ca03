/** A pasted cURL command as the request that curl would send. */
import type { HeaderList } from '../http/client';
import { readCommandLine, type GivenOption } from './command-line';
import { CurlHeaders } from './headers';
import { readUrl } from './url';
import { readWireOptions, type CurlWireOptions } from './wire';
import { contentOf, DATA_OPTIONS, joinData, type CurlData } from './data';
import { baseName, readFormPart, type CurlFormPart } from './form';
import { CurlSyntaxError, type CurlNote } from './problems';
import { tokenise, type StandardInput } from './tokenise';
import { basicAuthorization, fieldNamed } from '../http/header-fields';

export type CurlBody = CurlData | { form: CurlFormPart[] };

export interface CurlRequest {
	method: string;
	/** Absolute, with the query; `http://` where the command names no scheme, as curl has it. */
	url: string;
	/** What the command asks for; what curl sends on its own account (Accept, User-Agent, Host) is not listed. */
	headers: HeaderList;
	body: CurlBody | undefined;
	wire: CurlWireOptions;
	/** Everything in the command that is not, or not fully, in the request. */
	notes: CurlNote[];
}

/** Reading takes about a second for so many characters; the body of a longer command belongs in a file. */
const MAX_COMMAND_LENGTH = 1_000_000;

/**
 * @param text one command for a POSIX shell or for Windows' cmd
 * @throws {CurlSyntaxError} with line and column, when the command cannot be read
 */
export function parseCurl(text: string): CurlRequest {
	if (text.length > MAX_COMMAND_LENGTH) {
		throw new CurlSyntaxError(
			`the command has ${text.length} characters, more than ${MAX_COMMAND_LENGTH}`,
			{ line: 1, column: 1 },
			'Send the body as a file: select the content type "Binary File".',
		);
	}
	const command = tokenise(text);
	const { options, notes } = readCommandLine(command);
	const request = new CommandInterpreter(options, command.input, notes).request();
	notes.sort((a, b) => a.position.line - b.position.line || a.position.column - b.position.column);
	return request;
}

class CommandInterpreter {
	private readonly headers = new CurlHeaders();

	constructor(
		private readonly options: GivenOption[],
		private readonly input: StandardInput | undefined,
		private readonly notes: CurlNote[],
	) {}

	request(): CurlRequest {
		this.refuseNext();
		for (const header of this.all('header')) this.headers.give(header, this.notes);
		const body = this.body();
		const { base, query, user } = this.url();
		this.implyHeaders(body, user);
		return {
			method: this.method(body),
			url: query === undefined ? base : `${base}?${query}`,
			headers: this.headers.list,
			body,
			wire: readWireOptions(this.last, this.notes),
			notes: this.notes,
		};
	}

	private readonly last = (...names: string[]): GivenOption | undefined =>
		this.options.findLast(({ name }) => names.includes(name));

	private all(...names: string[]): GivenOption[] {
		return this.options.filter(({ name }) => names.includes(name));
	}

	private isOn(name: string): boolean {
		return this.last(name)?.on === true;
	}

	private refuseNext(): void {
		const next = this.last('next');
		if (next === undefined) return;
		throw new CurlSyntaxError(
			`${next.written} begins a second request`,
			next.position,
			'Paste one request at a time.',
		);
	}

	private url(): { base: string; query: string | undefined; user: string | undefined } {
		const [given, second] = this.all('url');
		if (given === undefined) {
			throw new CurlSyntaxError('the command has no URL', { line: 1, column: 1 }, 'Add the URL.');
		}
		if (second !== undefined) {
			throw new CurlSyntaxError(
				`"${second.value}" would be a second URL`,
				second.position,
				'Put values with spaces in quotes, or remove the second URL.',
			);
		}
		const { base, query, user } = readUrl(given, this.isOn('globoff'), this.notes);
		this.notePathAsIs(base);
		const queryOptions = this.isOn('get') ? this.all(...DATA_OPTIONS) : [];
		const added = joinData(
			queryOptions.length > 0 ? queryOptions : this.all('url-query'),
			this.input,
			this.notes,
			{ isQuery: true },
		);
		const parts = [query, added === undefined ? undefined : textOf(added)];
		const joined = parts.filter((part) => part !== undefined && part !== '').join('&');
		return { base: this.withUploadName(base), query: joined === '' ? query : joined, user };
	}

	/** Dot segments are removed from every URL; curl does the same without this option. */
	private notePathAsIs(base: string): void {
		const option = this.last('path-as-is');
		if (option?.on !== true) return;
		const hasDots = /\/(?:\.|%2e){1,2}(?:\/|$)/i.test(base.slice(base.indexOf('://') + 3));
		this.note(
			hasDots ? 'unsupported' : 'ignored',
			option,
			hasDots
				? `${option.written} keeps "/../" and "/./" in the path, which this node removes`
				: `${option.written} does not change the request`,
		);
	}

	/** `-T file` to a URL that ends in a slash: curl adds the name of the file. */
	private withUploadName(base: string): string {
		const file = this.last('upload-file')?.value ?? '';
		const isDirectory = base.endsWith('/') || !base.slice(base.indexOf('://') + 3).includes('/');
		if (['', '-', '.'].includes(file) || !isDirectory) return base;
		return `${base.replace(/\/$/, '')}/${encodeURIComponent(baseName(file))}`;
	}

	private body(): CurlBody | undefined {
		const data = this.isOn('get') ? [] : this.all(...DATA_OPTIONS);
		const parts = this.all('form', 'form-string');
		const upload = this.last('upload-file');
		const [first] = data;
		if (first !== undefined) {
			for (const refused of [...parts, ...(upload ? [upload] : []), ...this.all('head')]) {
				this.note(
					'unsupported',
					refused,
					`curl refuses ${refused.written} together with ${first.written}`,
				);
			}
			return joinData(data, this.input, this.notes);
		}
		const [firstPart] = parts;
		if (firstPart !== undefined) {
			this.noteFormType(firstPart);
			return { form: parts.map((part) => readFormPart(part, this.input, this.notes)) };
		}
		if (upload === undefined || upload.value === '') return undefined;
		if (!this.headers.has('content-type')) {
			this.note(
				'advice',
				upload,
				`${upload.written} sends no Content-Type; this node sends the media type of the binary file`,
			);
		}
		return contentOf(
			upload.value === '.' ? '-' : upload.value,
			this.input,
			upload,
			this.notes,
			'advice',
		);
	}

	/** curl would write the parts of the form under another media type. */
	private noteFormType(part: GivenOption): void {
		const given = fieldNamed(this.headers.list, 'content-type')?.[1];
		if (given === undefined || /^multipart\/form-data\b/i.test(given)) return;
		this.note(
			'unsupported',
			part,
			`${part.written} with the content type ${given} has no counterpart in this node`,
		);
	}

	private method(body: CurlBody | undefined): string {
		const given = this.last('request');
		// Safari's "Copy as cURL" writes `-X null` when it does not know the method.
		if (given !== undefined && given.value !== 'null') return given.value;
		if (this.isOn('head')) return 'HEAD';
		if ((this.last('upload-file')?.value ?? '') !== '') return 'PUT';
		return body === undefined ? 'GET' : 'POST';
	}

	private implyHeaders(body: CurlBody | undefined, urlUser: string | undefined): void {
		if (body !== undefined && this.last('json') !== undefined) {
			this.headers.imply('Content-Type', 'application/json');
			this.headers.imply('Accept', 'application/json');
		} else if (body !== undefined && this.last(...DATA_OPTIONS) !== undefined) {
			this.headers.imply('Content-Type', 'application/x-www-form-urlencoded');
		}
		this.implyAuthorization(urlUser);
		this.implyCookies();
		const agent = this.last('user-agent')?.value ?? '';
		if (agent !== '') this.headers.imply('User-Agent', agent);
		const referer = (this.last('referer')?.value ?? '').replace(/;auto$/, '');
		if (referer !== '') this.headers.imply('Referer', referer);
		this.implyRange(body);
	}

	/** With a body, curl's `-r` says which part of a resource the body is, and needs its full size. */
	private implyRange(body: CurlBody | undefined): void {
		const range = this.last('range');
		if (range === undefined) return;
		if (body === undefined) {
			this.headers.imply('Range', `bytes=${range.value}${range.value.includes('-') ? '' : '-'}`);
		} else {
			this.note(
				'unsupported',
				range,
				`${range.written} together with a body has no counterpart in this node`,
			);
		}
	}

	private implyAuthorization(urlUser: string | undefined): void {
		const bearer = this.last('oauth2-bearer');
		const user = this.last('user');
		const login = user?.value ?? urlUser;
		if (bearer !== undefined) {
			this.headers.imply('Authorization', `Bearer ${bearer.value}`);
		} else if (login !== undefined) {
			const pair = login.includes(':') ? login : `${login}:`;
			this.headers.imply('Authorization', basicAuthorization(pair));
		}
		const source = bearer ?? user;
		if (source !== undefined) {
			this.note(
				'advice',
				source,
				`${source.written} contains a secret: a connection keeps it encrypted`,
			);
		}
	}

	private implyCookies(): void {
		const [cookies, files] = [true, false].map((isText) =>
			this.all('cookie').filter(({ value }) => value.includes('=') === isText),
		) as [GivenOption[], GivenOption[]];
		if (cookies.length > 0)
			this.headers.imply('Cookie', cookies.map(({ value }) => value).join(';'));
		for (const file of files) {
			this.note('unresolved', file, `the cookies in the file ${file.value} are on your disk`);
		}
	}

	private note(kind: CurlNote['kind'], { position }: GivenOption, message: string): void {
		this.notes.push({ kind, message, position });
	}
}

function textOf(data: CurlData): string {
	return 'text' in data ? data.text : `@${data.file}`;
}
