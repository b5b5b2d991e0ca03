/** Masked values in what is exported: each becomes a shell variable with a telling name. */
import type { ShellPart } from './shell-quote';

/**
 * Names the shell variable for each place that is masked. The suffix keeps a header called `Path` from becoming `$PATH`.
 */
export class SecretVariables {
	private readonly used = new Set<string>();

	/** @param mask the text that stands for a secret; undefined when nothing is masked */
	constructor(private readonly mask: string | undefined) {}

	/** @param place where the bytes stand (`Authorization`, `body`); names the variables */
	split(bytes: Buffer, place: string): ShellPart[] {
		if (this.mask === undefined) return [{ bytes }];
		const parts: ShellPart[] = [];
		let from = 0;
		for (let at = bytes.indexOf(this.mask); at >= 0; at = bytes.indexOf(this.mask, from)) {
			if (at > from) parts.push({ bytes: bytes.subarray(from, at) });
			parts.push({ variable: this.newName(place) });
			from = at + Buffer.byteLength(this.mask);
		}
		return from < bytes.length || parts.length === 0
			? [...parts, { bytes: bytes.subarray(from) }]
			: parts;
	}

	private newName(place: string): string {
		const words = place.toUpperCase().match(/[A-Z0-9]+/g) ?? [];
		const base = [...words, 'SECRET'].join('_').replace(/^(?=\d)/, '_');
		let name = base;
		for (let count = 2; this.used.has(name); count++) name = `${base}_${count}`;
		this.used.add(name);
		return name;
	}
}
