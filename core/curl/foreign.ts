/** Texts that look like a cURL command for a POSIX shell and are something else: the error says what. */
import { CurlSyntaxError } from './problems';

interface Foreign {
	pattern: RegExp;
	reason(found: string): string;
	hint: string;
}

const POWERSHELL: Omit<Foreign, 'pattern'> = {
	reason: () => 'this is a PowerShell command',
	hint: 'Copy the request as cURL for bash or for Windows cmd.',
};

const FOREIGN: Foreign[] = [
	{ pattern: /\bInvoke-(?:WebRequest|RestMethod)\b/i, ...POWERSHELL },
	{ pattern: /(?<=^\s*(?:\$\w+\s*=\s*)?)(?:iwr|irm)(?=\s)/i, ...POWERSHELL },
	{ pattern: /(?<=^\s*)PS [A-Za-z]:\\[^\n>]*>/, ...POWERSHELL },
	{ pattern: /(?<=\bcurl\b[^]*)`\r?\n/i, ...POWERSHELL },
	{
		pattern:
			/(?<=^\s*(?:\$\s+)?curl(?:\.exe)?\b[^'"]*\s)-(?:Uri|UseBasicParsing|Method|Headers|Body|ContentType|OutFile|InFile|Form)(?=\s|$)/i,
		...POWERSHELL,
	},
	{
		pattern: /(?<=^\s*|\\\r?\n[ \t]*)>[ \t](?=[^]*\bcurl\b|[ \t]*-)/,
		reason: () => 'this ">" is the prompt of a shell',
		hint: 'Remove the "> " at the beginning of each line.',
	},
	{
		pattern: /(?<=\s--?[\w-]+\s+)&(?:quot|apos|#0?39);/,
		reason: (found) => `"${found}" is a quote as HTML writes it`,
		hint: 'Copy the command from the page that shows it, not from its source.',
	},
	{
		pattern: /\{\{\s*(?:[#/]\s*(?:if|each|unless|with)\b|>\s*\w|else\s*\}\})/,
		reason: (found) => `"${found}" is Handlebars`,
		hint: 'Write inserts as {{ event.params.name }} and conditions as {% if … %}.',
	},
];

/** @throws {CurlSyntaxError} at the place that gives it away */
export function refuseForeign(text: string): void {
	for (const { pattern, reason, hint } of FOREIGN) {
		const match = pattern.exec(text);
		if (match === null) continue;
		const before = text.slice(0, match.index).split('\n');
		const position = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
		throw new CurlSyntaxError(reason(match[0]), position, hint);
	}
}
