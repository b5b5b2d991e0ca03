/** What curl puts on the wire as the command has it, and this node writes by rules of its own. */
import type { HeaderList } from '../../http/client';
import { CONNECTION_FIELDS } from '../../http/connection-fields';
import type { CurlNote } from '../../curl/problems';
import { fieldNamed } from '../../http/header-fields';

/** Fields that the client writes with the same effect: its own length, and no waiting before the body. */
const WITHOUT_EFFECT = new Set([
	'connection',
	'content-length',
	'expect',
	'keep-alive',
	'transfer-encoding',
]);

/** @returns notes on header fields that are not sent as they are written */
export function headerNotes(headers: HeaderList, url: string): CurlNote[] {
	const names = headers.map(([name]) => name.toLowerCase());
	const notes = headers
		.filter(([name]) => CONNECTION_FIELDS.has(name.toLowerCase()))
		.map(([name]) =>
			note(
				WITHOUT_EFFECT.has(name.toLowerCase()) ? 'ignored' : 'unsupported',
				`the header ${name} belongs to the connection, which this node makes itself`,
			),
		);
	const host = fieldNamed(headers, 'host')?.[1];
	if (host !== undefined && ![URL.parse(url)?.host, URL.parse(url)?.hostname].includes(host)) {
		notes.push(note('unsupported', `the header Host must be the domain of the URL, not ${host}`));
	}
	if (names.filter((name) => name === 'content-type').length > 1) {
		notes.push(note('unsupported', 'this node sends one header Content-Type, the last one'));
	}
	return notes;
}

/** @returns a note where the URL contains characters that this node percent-encodes, and curl sends as they are */
export function urlNotes(url: string): CurlNote[] {
	const written = /^[^:]+:\/\/[^/?#]*([^#]*)/.exec(url)?.[1] ?? '';
	const raw = /["'<>`^{}|\\\s]|[^\0-\x7f]/u.exec(written.replace(/\{[{%][^]*?[%}]\}/g, ''))?.[0];
	if (raw === undefined) return [];
	const parsed = URL.parse(url);
	const sent = parsed ? parsed.pathname + parsed.search : written;
	return sent.includes(raw)
		? []
		: [note('advice', `${raw} in the URL is sent percent-encoded, which means the same`)];
}

const note = (kind: CurlNote['kind'], message: string): CurlNote => ({
	kind,
	message,
	position: { line: 1, column: 1 },
});
