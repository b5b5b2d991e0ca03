/**
 * Paths such as `event.params.products[0].sku`. What several paths of a template begin with is looked up once a
 * rendering. One class reads all of them, without calls between closures, because most of what templates do is this.
 */
import { step, stepThrough } from '../runtime/access';
import type { Render } from '../runtime/render';
import type { Value } from '../runtime/values';
import type { Expression } from '../syntax/ast';

/** What decides whether a lookup may be kept while a template renders. */
export interface PathOwner {
	/** Whether a name means the same value wherever it is read, and nothing changes what is in it. */
	isFixed(name: string): boolean;
	/** A slot that no name leads to. */
	temporary(): number;
}

const NOT_KEPT = -1;

/** A place in the tree of all paths of a template that begin with the same name. */
export class PathNode {
	private readonly children = new Map<Value, PathNode>();
	private reads = 0;
	private isReady = false;
	/** From where the keys lead here; the name itself when undefined. */
	private base: PathNode | undefined;
	private keys: readonly Value[] = [];
	private lastAt = -1;
	/** Where the value is kept while a template renders. */
	private kept = NOT_KEPT;

	/** @param slot the slot of the name with which the path begins */
	constructor(
		private readonly owner: PathOwner,
		private readonly name: string,
		private readonly slot: number,
		private readonly parent?: PathNode,
		private readonly key: Value = null,
	) {}

	/** The place one key further. */
	child(key: Value): PathNode {
		let node = this.children.get(key);
		if (node === undefined) {
			node = new PathNode(this.owner, this.name, this.slot, this, key);
			this.children.set(key, node);
		}
		return node;
	}

	/** Counts a path that leads here: what is read once only is not kept. */
	counted(): this {
		this.reads += 1;
		return this;
	}

	/** The value here; null where there is none. */
	read(render: Render): Value {
		if (!this.isReady) this.prepare();
		const { kept } = this;
		if (kept === NOT_KEPT) return this.lookUp(render);
		const known = render.variables[kept];
		if (known !== undefined) return known;
		return (render.variables[kept] = this.lookUp(render));
	}

	private lookUp(render: Render): Value {
		const { base, keys, lastAt } = this;
		let value = base === undefined ? render.variable(this.slot, this.name) : base.read(render);
		for (let at = 0; at < lastAt; at += 1) {
			if (value === null) return null;
			value = stepThrough(value, keys[at] as Value);
		}
		if (lastAt < 0 || value === null) return value;
		return this.reads === 0
			? stepThrough(value, keys[lastAt] as Value)
			: step(value, keys[lastAt] as Value);
	}

	/** Decides what is kept, when the template first renders and all of its paths are known. */
	private prepare(): void {
		this.isReady = true;
		let from = this.parent;
		if (from === undefined) return;
		const keys = [this.key];
		while (from.parent !== undefined && !from.isKept) {
			keys.unshift(from.key);
			from = from.parent;
		}
		this.keys = keys;
		this.lastAt = keys.length - 1;
		this.base = from.parent && from;
		if (this.isKept) this.kept = this.owner.temporary();
	}

	private get isKept(): boolean {
		return (
			this.parent !== undefined &&
			this.reads + this.children.size > 1 &&
			this.owner.isFixed(this.name)
		);
	}
}

/** The name with which a path begins, where it stands, and the keys after it. */
export interface Path {
	name: string;
	offset: number;
	keys: Value[];
}

/** A path that is written out; undefined for any other expression. */
export function keysOfPath(node: Expression): Path | undefined {
	if (node.type === 'name') return { name: node.name, offset: node.offset, keys: [] };
	if (node.type !== 'index' || node.key.type !== 'literal') return undefined;
	const path = keysOfPath(node.object);
	path?.keys.push(node.key.value);
	return path;
}
