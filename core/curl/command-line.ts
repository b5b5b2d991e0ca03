/** The words of a curl command as options with their values. */
import { CurlSyntaxError, type CurlNote, type Position } from './problems';
import { optionOfLetter, optionOfName, type CurlOption } from './options';
import type { Word } from './shell-word';
import { isCurl, type ShellCommand } from './tokenise';

export interface GivenOption {
	name: string;
	/** As written: `-X`, `--request`. */
	written: string;
	/** The value, or '' for a switch. */
	value: string;
	/** False for `--no-…`. */
	on: boolean;
	position: Position;
}

/**
 * @returns the options that make the request, in order, a URL without an option as `url`; the others as notes
 * @throws {CurlSyntaxError} for an unknown option, a value that is missing, or a command other than curl
 */
export function readCommandLine(command: ShellCommand): {
	options: GivenOption[];
	notes: CurlNote[];
} {
	const reader = new CommandLineReader(command.words);
	reader.read();
	return { options: reader.options, notes: [...command.notes, ...reader.notes] };
}

class CommandLineReader {
	readonly options: GivenOption[] = [];
	readonly notes: CurlNote[] = [];
	private readonly rest: Word[];

	constructor(words: Word[]) {
		if (!isCurl(words)) {
			const [first] = words;
			throw new CurlSyntaxError(
				first === undefined
					? 'there is no command'
					: `the command must begin with curl, not with "${first.text}"`,
				first?.position ?? { line: 1, column: 1 },
				'Paste a command that begins with curl.',
			);
		}
		const first = words.findIndex((word) => isCurl([word]));
		this.rest = words.slice(first + 1);
		words.slice(0, first).forEach((word) => this.noteVariable(word));
	}

	/** `https_proxy=… curl`: curl reads the proxy from these. */
	private noteVariable({ text, position }: Word): void {
		const name = /^(\w+_proxy)=./i.exec(text)?.[1];
		if (name === undefined) return;
		const message = `${name} sets a proxy for curl: use the option "Proxy"`;
		this.notes.push({ kind: 'unsupported', message, position });
	}

	read(): void {
		let optionsEnded = false;
		for (let word = this.rest.shift(); word !== undefined; word = this.rest.shift()) {
			if (optionsEnded || !word.text.startsWith('-') || word.text === '-') this.addUrl(word);
			else if (word.text === '--') optionsEnded = true;
			else if (word.text.startsWith('--')) this.readLong(word);
			else this.readLetters(word);
		}
	}

	private addUrl({ text, position }: Word): void {
		const dash = /^[\u2010-\u2015\u2212]/.exec(text)?.[0];
		if (dash !== undefined) {
			throw new CurlSyntaxError(
				`${dash} is a typographic dash, which curl does not understand`,
				position,
				'Replace it with - or --.',
			);
		}
		this.options.push({ name: 'url', written: text, value: text, on: true, position });
	}

	private readLong(word: Word): void {
		const name = word.text.slice(2);
		const exact = optionOfName(name);
		const negated = Array.isArray(exact) && name.startsWith('no-');
		const found = negated ? optionOfName(name.slice(3)) : exact;
		if (Array.isArray(found)) throw unknownOption(word, name, found);
		if (negated && found.takesValue) throw unknownOption(word, name, []);
		this.add(found, word.text, word.position, undefined, !negated);
	}

	/** `-sSLX POST`, `-XPOST`: switches, and at the end one option with its value. */
	private readLetters({ text, position }: Word): void {
		const letters = [...text.slice(1)];
		for (let letter = letters.shift(); letter !== undefined; letter = letters.shift()) {
			const option = optionOfLetter(letter);
			if (option === undefined)
				throw new CurlSyntaxError(`curl has no option -${letter}`, position);
			const value =
				option.takesValue && letters.length > 0 ? letters.splice(0).join('') : undefined;
			this.add(option, `-${letter}`, position, value);
		}
	}

	private add(
		option: CurlOption,
		written: string,
		position: Position,
		attached?: string,
		on = true,
	): void {
		const value = option.takesValue ? (attached ?? this.takeValue(written, position)) : '';
		if (option.role === 'request') {
			this.options.push({ name: option.name, written, value, on, position });
		} else if (on || option.role === 'ignored') {
			this.notes.push({ kind: option.role, message: messageOf(option, written), position });
		}
	}

	private takeValue(written: string, position: Position): string {
		const word = this.rest.shift();
		if (word === undefined) {
			throw new CurlSyntaxError(
				`${written} needs a value`,
				position,
				`Add the value after ${written}.`,
			);
		}
		return word.text;
	}
}

/** What a connection "Client Certificate" has a field for. */
const CERTIFICATE_FIELDS: Record<string, string> = {
	cacert: 'CA',
	cert: 'Certificate',
	key: 'Private Key',
	pass: 'Passphrase',
};

function messageOf(option: CurlOption, written: string): string {
	if (option.role === 'ignored') return `${written} does not change the request`;
	const shown = `${written}${written.startsWith('--') ? '' : ` (--${option.name})`}`;
	const field = Object.hasOwn(CERTIFICATE_FIELDS, option.name)
		? CERTIFICATE_FIELDS[option.name]
		: undefined;
	if (field === undefined) return `${shown} has no counterpart in this node`;
	const entry = option.name === 'pass' ? 'it' : 'the contents of the file';
	return `${shown} belongs in a connection: turn on "SSL Certificates" in the settings of the node, and enter ${entry} as "${field}" of the client certificate`;
}

function unknownOption(word: Word, name: string, candidates: CurlOption[]): CurlSyntaxError {
	const equals = name.indexOf('=');
	if (equals > 0) {
		return new CurlSyntaxError(
			`curl has no option ${word.text}`,
			word.position,
			`Write a space instead of the = after --${name.slice(0, equals)}.`,
		);
	}
	if (candidates.length === 0) {
		return new CurlSyntaxError(
			`curl has no option ${word.text}`,
			word.position,
			'Check its spelling.',
		);
	}
	const names = candidates.slice(0, 4).map((candidate) => `--${candidate.name}`);
	return new CurlSyntaxError(
		`${word.text} could mean ${names.join(' or ')}`,
		word.position,
		'Write its full name.',
	);
}
