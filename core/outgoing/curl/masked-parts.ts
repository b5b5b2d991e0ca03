/** Takes secrets out of what is exported: each becomes a shell variable with a telling name. */
import type { ShellPart } from './shell-quote';

/**
 * Names the shell variable for each secret. The suffix keeps a header called `Path` from becoming `$PATH`.
 */
export class SecretVariables {
	private readonly names = new Map<string, string>();

	constructor(private readonly secrets: readonly string[]) {}

	/** The names in use, in order of appearance. */
	get used(): string[] {
		return [...new Set(this.names.values())];
	}

	/**
	 * Splits bytes at the secrets in them, the longest first where two overlap.
	 * @param place where the bytes stand (`Authorization`, `body`); names the variable on a secret's first sight
	 */
	split(bytes: Buffer, place: string): ShellPart[] {
		const parts: ShellPart[] = [];
		let rest = bytes;
		for (let hit = this.find(rest); hit !== undefined; hit = this.find(rest)) {
			if (hit.index > 0) parts.push({ bytes: rest.subarray(0, hit.index) });
			parts.push({ variable: this.nameOf(hit.form, place) });
			rest = rest.subarray(hit.index + Buffer.byteLength(hit.form));
		}
		return rest.length > 0 || parts.length === 0 ? [...parts, { bytes: rest }] : parts;
	}

	private find(bytes: Buffer): { index: number; form: string } | undefined {
		let best: { index: number; form: string } | undefined;
		for (const form of this.forms()) {
			const index = bytes.indexOf(form);
			if (index < 0) continue;
			const earlier = best === undefined || index < best.index;
			if (earlier || (index === best?.index && form.length > best.form.length))
				best = { index, form };
		}
		return best;
	}

	/** A secret may stand as it is, or as a URL or a JSON string writes it. */
	private forms(): string[] {
		return this.secrets
			.filter((secret) => secret !== '')
			.map((secret) => Buffer.from(secret, 'utf8').toString('utf8'))
			.flatMap((secret) => [
				secret,
				encodeURIComponent(secret),
				new URLSearchParams({ '': secret }).toString().slice(1),
				JSON.stringify(secret).slice(1, -1),
			]);
	}

	private nameOf(form: string, place: string): string {
		const key = JSON.stringify([place, form]);
		const known = this.names.get(key);
		if (known !== undefined) return known;
		const base = `${place
			.replace(/[^A-Za-z0-9]+/g, '_')
			.replace(/^(?=\d)|^_+|_+$/g, '')
			.toUpperCase()}_SECRET`;
		let name = base;
		for (let count = 2; this.used.includes(name); count++) name = `${base}_${count}`;
		this.names.set(key, name);
		return name;
	}
}
