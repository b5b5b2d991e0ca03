import { adviceFor } from '../advice';
import { unknownMethod } from '../methods';
import type { Completion, Render } from '../runtime/render';
import type { Value } from '../runtime/values';
import type { NameRead } from '../syntax/ast';
import { withoutResult } from './members';
import { unknownCall } from './names';
import { PathNode, type Path, type PathOwner } from './paths';

/** What is known about a template while it is turned into closures. */
export class Compilation implements PathOwner {
	/** Top-level names that are read before the template itself gives them a value. */
	readonly references = new Set<string>();
	/** Whether a method that changes a list or dictionary is called: such a template renders on its own copy. */
	mutates = false;
	private readonly slots = new Map<string, number>();
	private readonly blanks: Array<Value | undefined> = [];
	private readonly scopes: Array<Set<string>> = [new Set()];
	private readonly declared = new Set<string>();
	/** Reads of names that were no variable of the template at that place. */
	private readonly reads: NameRead[] = [];
	/** Names that the template asks for with `is defined`, and so reads with care. */
	private readonly expected = new Set<string>();
	/** What the template calls as a function. */
	private readonly calls: NameRead[] = [];
	/** Methods that no value has. */
	private readonly methods: NameRead[] = [];
	/** Variables that are set to what a method gives that gives nothing. */
	private readonly blank: Array<NameRead & { method: string }> = [];
	private readonly used = new Set<string>();
	/** The paths of the template, by the name with which they begin. */
	private readonly paths = new Map<string, PathNode>();
	/** Whether nobody sees what the expression gives that is about to be compiled: in `{% do … %}`. */
	dropsResult = false;

	/** @param isStrict whether an empty text that nobody sees is an error: in fields whose names are known */
	constructor(
		readonly source: string,
		readonly isStrict: boolean,
	) {}

	/** A slot for each variable, without a value: what a rendering begins with. */
	get blankSlots(): ReadonlyArray<Value | undefined> {
		while (this.blanks.length < this.slots.size) this.blanks.push(undefined);
		return this.blanks;
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
		this.used.add(name);
		if (!this.scopes.some((scope) => scope.has(name))) {
			this.references.add(name);
			this.reads.push({ name, offset });
		}
		return this.slot(name);
	}

	/** Reads a value below a name, `customer.address.city`, or of the name itself. */
	readPath(path: Path): PathNode {
		return this.watchPath(path).counted();
	}

	/** The same for those who watch a rendering, for whose sake nothing is kept. */
	watchPath({ name, offset, keys }: Path): PathNode {
		const slot = this.read(name, offset);
		let root = this.paths.get(name);
		if (root === undefined) this.paths.set(name, (root = new PathNode(this, name, slot)));
		return keys.reduce<PathNode>((node, key) => node.child(key), root);
	}

	isFixed(name: string): boolean {
		return !this.mutates && !this.declared.has(name);
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

	/** The slot of the macro that a call may mean. */
	call(name: string, offset: number): number {
		this.calls.push({ name, offset });
		return this.slot(name);
	}

	/** Notes a method that no value has; where names are known it is an error, otherwise one that other languages have. */
	noteMethod(name: string, offset: number): void {
		if (this.isStrict) this.methods.push({ name, offset });
		else if (adviceFor('method', name) !== undefined) throw unknownMethod(name, offset);
	}

	/** Notes that a variable is set to nothing, which is an error where the template reads it. */
	setBlank(name: string, offset: number, method: string): void {
		this.blank.push({ name, offset, method });
	}

	/** Raises the error of a whole template whose names are known: nothing may be called or read in vain. */
	check(): void {
		if (!this.isStrict) return;
		const [method] = this.methods;
		if (method) throw unknownMethod(method.name, method.offset);
		const call = unknownCall(this.calls, this.declared);
		if (call) throw call;
		const read = this.blank.find(({ name }) => this.used.has(name));
		if (read) throw withoutResult(read.method, read.offset);
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
