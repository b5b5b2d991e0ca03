import type { Completion, Render } from '../runtime/render';
import type { NameRead } from '../syntax/ast';

/** What is known about a template while it is turned into closures. */
export class Compilation {
	/** Top-level names that are read before the template itself gives them a value. */
	readonly references = new Set<string>();
	/** Whether a method that changes a list or dictionary is called: such a template renders on its own copy. */
	mutates = false;
	private readonly slots = new Map<string, number>();
	private readonly scopes: Array<Set<string>> = [new Set()];
	private readonly declared = new Set<string>();
	/** Reads of names that were no variable of the template at that place. */
	private readonly reads: NameRead[] = [];
	/** Names that the template asks for with `is defined`, and so reads with care. */
	private readonly expected = new Set<string>();

	/** @param isStrict whether an empty text that nobody sees is an error: in fields whose names are known */
	constructor(
		readonly source: string,
		readonly isStrict: boolean,
	) {}

	/** The number of variable slots that a rendering needs. */
	get slotCount(): number {
		return this.slots.size;
	}

	/** The slot of a variable: every name has one, and all scopes share it (see `scoped`). */
	slot(name: string): number {
		const known = this.slots.get(name);
		if (known !== undefined) return known;
		this.slots.set(name, this.slots.size);
		return this.slots.size - 1;
	}

	/** A slot that no name leads to, for what a tag keeps while it runs. */
	temporary(): number {
		return this.slot(`#${this.slots.size}`);
	}

	/** The slot of a variable that an expression reads at this place of the template. */
	read(name: string, offset: number): number {
		if (!this.scopes.some((scope) => scope.has(name))) {
			this.references.add(name);
			this.reads.push({ name, offset });
		}
		return this.slot(name);
	}

	/** The slot of a variable whose absence the template provides for: the subject of `default`. */
	readOptional(name: string): number {
		if (!this.scopes.some((scope) => scope.has(name))) this.references.add(name);
		return this.slot(name);
	}

	/** A name that the template asks for with `is defined` may be missing wherever it is read. */
	expectMissing(name: string): void {
		this.expected.add(name);
	}

	/** The first read of a name that is neither one of these roots nor set anywhere in the template. */
	unknownRead(roots: ReadonlySet<string>): NameRead | undefined {
		return this.reads.find(
			({ name }) => !roots.has(name) && !this.declared.has(name) && !this.expected.has(name),
		);
	}

	/** The slot of a variable that a tag gives a value in the current scope. */
	declare(name: string): number {
		this.declared.add(name);
		this.scopes.at(-1)?.add(name);
		return this.slot(name);
	}

	/**
	 * Compiles a body with a scope of its own. Names declared inside get their former value back when the
	 * body ends, so a lookup is one array access however deep scopes are nested.
	 */
	scoped<Input = void>(compile: () => Body<Input>): Body<Input> {
		this.scopes.push(new Set());
		const body = compile();
		const slots = [...(this.scopes.pop() ?? [])].map((name) => this.slot(name));
		if (slots.length === 0) return body;
		return (render, input) => withSaved(render, slots, () => body(render, input));
	}
}

/** What runs in a scope, with what it is handed on entering. */
export type Body<Input> = (render: Render, input: Input) => Completion;

function withSaved(render: Render, slots: readonly number[], run: () => Completion): Completion {
	const { variables } = render;
	const saved = slots.map((slot) => variables[slot]);
	const completion = run();
	slots.forEach((slot, at) => {
		variables[slot] = saved[at];
	});
	return completion;
}
