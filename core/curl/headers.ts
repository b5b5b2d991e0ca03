/** The header fields that a command asks for, those that its other options imply included. */
import type { HeaderList } from '../http/client';
import type { GivenOption } from './command-line';
import type { CurlNote } from './problems';
import { hasField } from '../http/header-fields';

const ALWAYS_SENT = new Set(['accept', 'user-agent']);

export class CurlHeaders {
	readonly list: HeaderList = [];
	/** Fields that curl would add by itself and `-H 'Name:'` takes away, in lower case. */
	private readonly removed = new Set<string>();

	has(name: string): boolean {
		return hasField(this.list, name);
	}

	/** The value of `-H`: `Name: value`, `Name;` for an empty value, `Name:` to remove what curl adds. */
	give(option: GivenOption, notes: CurlNote[]): void {
		const { value, position } = option;
		if (value.startsWith('@')) {
			notes.push({
				kind: 'unresolved',
				message: `the headers in the file ${value.slice(1)} are on your disk: write them into the command`,
				position,
			});
			return;
		}
		const colon = value.indexOf(':');
		if (colon < 0) {
			if (value.endsWith(';')) this.list.push([value.slice(0, -1).trim(), '']);
			else
				notes.push({
					kind: 'ignored',
					message: `"${value}" is not a header, so curl leaves it out`,
					position,
				});
			return;
		}
		const name = value.slice(0, colon).trim();
		const content = value.slice(colon + 1).trim();
		if (content !== '') this.list.push([name, content]);
		else {
			this.removed.add(name.toLowerCase());
			if (ALWAYS_SENT.has(name.toLowerCase())) {
				const message = `"${value}" removes a header that this node sends to every host`;
				notes.push({ kind: 'advice', message, position });
			}
		}
	}

	/** Adds a field that an option implies; a field given with `-H` wins. */
	imply(name: string, value: string): void {
		if (!this.has(name) && !this.removed.has(name.toLowerCase()))
			this.list.push([name, value.trim()]);
	}
}
