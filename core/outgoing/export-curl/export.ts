/**
 * A request as a cURL command for POSIX shells. curl sends what the request says and nothing of its own:
 * headers that it would add by itself are taken away.
 */
import type { PreparedRequest } from '../../connections/connection';
import { SecretVariables } from './masked-parts';
import { isPlainText, printfCommand, quoteWord, type ShellPart } from './shell-quote';
import { hasField } from '../../http/header-fields';

/** Linux takes up to 128 KiB for one argument of a program. */
const MAX_ARGUMENT_BYTES = 64 * 1024;

/** From this size on curl asks the server first (`Expect: 100-continue`). */
const EXPECT_BODY_BYTES = 1024 * 1024;

/** Methods whose requests carry `Content-Length: 0` when they have no body (RFC 9110, section 8.6). */
const METHODS_WITH_BODY = ['POST', 'PUT', 'PATCH'];

/** Derived from the connection and the body; an exported value could only be wrong. */
const FRAMING_HEADERS = ['content-length', 'transfer-encoding', 'connection', 'keep-alive'];

/**
 * @param request the request as it would be sent, its secrets masked
 * @param mask stands for each secret; the command has a shell variable such as `$AUTHORIZATION_SECRET` instead
 * @returns a command that sends the same method, target, headers and body bytes
 */
export function exportCurl(request: PreparedRequest, mask?: string): string {
	return writeCommand(request, mask, ' \\\n  ');
}

/**
 * The same in one line, without a line feed or tab: n8n's table shows these escaped, and everything else as it is.
 * Arguments as above.
 */
export function exportCurlLine(request: PreparedRequest, mask?: string): string {
	return writeCommand(request, mask, ' ');
}

function writeCommand(request: PreparedRequest, mask: string | undefined, gap: string): string {
	const variables = new SecretVariables(mask);
	const body = bodyOf(request);
	const commandOf = (options: string[]) => `curl ${options.join(gap)}`;
	const viaStdin =
		body !== undefined &&
		(body.length > MAX_ARGUMENT_BYTES ||
			!isPlainText(body) ||
			(gap === ' ' && (body.includes('\n') || body.includes('\t'))));
	const options = [
		targetOption(request.url, variables),
		...methodOption(request.method, body),
		...headerOptions(request, body, variables),
	];
	if (body === undefined) return commandOf(options);
	const parts = variables.split(body, 'body');
	if (!viaStdin) return commandOf([...options, `--data-raw ${quoteWord(parts)}`]);
	return `${printfCommand(parts)} | ${commandOf([...options, '--data-binary @-'])}`;
}

function bodyOf({ method, body }: PreparedRequest): Buffer | undefined {
	if (method === 'HEAD') return undefined;
	if (body !== undefined && body.length > 0) return body;
	return METHODS_WITH_BODY.includes(method) ? Buffer.alloc(0) : undefined;
}

/** curl reads `[…]` and `{…}` in a URL as lists of URLs unless told otherwise. */
function targetOption(url: URL, variables: SecretVariables): string {
	// `search` leaves out a question mark with nothing behind it, which is sent.
	const mark = url.search === '' && /\?(?:#|$)/.test(url.href) ? '?' : '';
	const base = ascii(`${url.origin}${url.pathname}${mark}`);
	const parts: ShellPart[] = variables.split(base, 'url');
	url.search.split('&').forEach((pair, index) => {
		const name = decodeURIComponentOr(pair.replace(/^\?/, '').split('=')[0] ?? '');
		parts.push(...variables.split(ascii(index === 0 ? pair : `&${pair}`), name || 'query'));
	});
	const word = quoteWord(mergeBytes(parts));
	return /[[\]{}]/.test(`${url.pathname}${url.search}`) ? `--globoff ${word}` : word;
}

function methodOption(method: string, body: Buffer | undefined): string[] {
	if (method === 'HEAD') return ['--head'];
	if (method === (body === undefined ? 'GET' : 'POST')) return [];
	return [`--request ${quoteWord([{ bytes: ascii(method) }])}`];
}

function headerOptions(
	{ headers }: PreparedRequest,
	body: Buffer | undefined,
	variables: SecretVariables,
): string[] {
	const shown = headers.filter(([name]) => !FRAMING_HEADERS.includes(name.toLowerCase()));
	const options = shown.map(([name, value]) => {
		const text = value.trim();
		if (text === '') return `--header ${quoteWord([{ bytes: Buffer.from(`${name};`, 'latin1') }])}`;
		const parts = variables.split(Buffer.from(text, 'utf8'), name);
		return `--header ${quoteWord(mergeBytes([{ bytes: Buffer.from(`${name}: `, 'latin1') }, ...parts]))}`;
	});
	const own = ['accept', 'user-agent'];
	if (body !== undefined) own.push('content-type');
	if ((body?.length ?? 0) >= EXPECT_BODY_BYTES) own.push('expect');
	for (const name of own.filter((ownName) => !hasField(shown, ownName))) {
		options.push(`--header '${titleCase(name)}:'`);
	}
	// Sends the header above as it is and decodes the response.
	if (hasField(shown, 'accept-encoding')) options.push('--compressed');
	return options;
}

function mergeBytes(parts: ShellPart[]): ShellPart[] {
	return parts.reduce<ShellPart[]>((merged, part) => {
		const last = merged.at(-1);
		if (last === undefined || 'variable' in last || 'variable' in part) return [...merged, part];
		return [...merged.slice(0, -1), { bytes: Buffer.concat([last.bytes, part.bytes]) }];
	}, []);
}

function titleCase(name: string): string {
	return name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
}

function decodeURIComponentOr(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

function ascii(text: string): Buffer {
	return Buffer.from(text, 'ascii');
}
