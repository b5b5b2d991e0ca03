/** The URL of a command, as curl completes it. */
import { CurlSyntaxError, type CurlNote, type Position } from './problems';

export interface CurlUrl {
	/** Absolute, without user, query and fragment. */
	base: string;
	/** Without the `?`; undefined when there is none. */
	query: string | undefined;
	/** `user:password`, decoded. */
	user: string | undefined;
}

/** `{a,b}`, but no insert (`{{ … }}`, `{% … %}`), and `[1-9]`, `[a-z]`, which curl expands to several URLs. */
const GLOB =
	/(?<!\{)\{(?![{%#])[^{}]*,[^{}]*\}(?!\})|\[(?:\d+-\d+|[a-z]-[a-z]|[A-Z]-[A-Z])(?::\d+)?\]/;

/** `{userId}` of an API's documentation; curl would drop its braces. */
const PLACEHOLDER = /(?<![{\\])\{\w+\}(?!\})/;

const PARTS = /^([^/?#]*?@)?([^?#]*)(?:\?([^#]*))?/;

/** @throws {CurlSyntaxError} for a protocol other than HTTP */
export function readUrl(
	given: { value: string; position: Position },
	globoff: boolean,
	notes: CurlNote[],
): CurlUrl {
	const { position } = given;
	const text = globoff ? given.value : given.value.replace(/\\([{}[\]])/g, '$1');
	if (!globoff) noteGlob(given, notes);
	const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
	if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') {
		throw new CurlSyntaxError(
			`${scheme}:// is no HTTP address`,
			position,
			'Use a URL that begins with https://.',
		);
	}
	const rest = scheme === undefined ? text : text.slice(scheme.length + 3);
	const [, user, base, query] = PARTS.exec(rest) ?? [];
	if (scheme !== 'https') {
		notes.push({
			kind: 'advice',
			message: 'the URL does not begin with https://, which this node requires',
			position,
		});
	}
	return {
		base: `${scheme ?? 'http'}://${withoutBackslashes(base ?? '', position, notes)}`,
		query,
		user: user === undefined ? undefined : decode(user.slice(0, -1)),
	};
}

/** To curl they are like any other character; a URL parser takes them for slashes. */
function withoutBackslashes(base: string, position: Position, notes: CurlNote[]): string {
	if (!base.includes('\\')) return base;
	const message = '\\ in the URL is sent percent-encoded, which means the same';
	notes.push({ kind: 'advice', message, position });
	return base.replaceAll('\\', '%5C');
}

function noteGlob(
	{ value, position }: { value: string; position: Position },
	notes: CurlNote[],
): void {
	const placeholder = PLACEHOLDER.exec(value)?.[0];
	if (placeholder !== undefined) {
		notes.push({
			kind: 'unresolved',
			message: `${placeholder} stands for a value: write the value, or an insert such as {{ event.params${placeholder.replace(/^\{/, '.').replace(/\}$/, '')} }}`,
			position,
		});
	}
	const glob = GLOB.exec(value)?.[0];
	if (glob === undefined) return;
	notes.push({
		kind: 'unsupported',
		message: `curl sends several requests for ${glob}: write one URL, or add --globoff if the characters are literal`,
		position,
	});
}

function decode(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
