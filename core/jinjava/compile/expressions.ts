/** Turns the tree of an expression into a closure. */
import { keyOfName } from '../generation';
import { access, slice, step } from '../runtime/access';
import { print } from '../runtime/print';
import type { Evaluate, Render } from '../runtime/render';
import { isTruthy, Tuple, type Value } from '../runtime/values';
import type { Expression, ExpressionNode } from '../syntax/ast';
import { compileCall, compileFilter, compileMethod, compileTest } from './calls';
import type { Compilation } from './compilation';
import { adviceForMember, refuseMember } from './members';
import { keysOfPath, type Path } from './paths';
import { compileBinary, compileLogical, compileUnary } from './operators';

type Compilers = {
	[Type in Expression['type']]: (node: ExpressionNode<Type>, unit: Compilation) => Evaluate;
};

export function compileExpression(node: Expression, unit: Compilation): Evaluate {
	const compiler = COMPILERS[node.type] as (node: Expression, unit: Compilation) => Evaluate;
	return compiler(node, unit);
}

const COMPILERS: Compilers = {
	literal:
		({ value }) =>
		() =>
			value,
	name: compileName,
	slot:
		({ slot }) =>
		(render) =>
			render.variables[slot] ?? null,
	list: compileList,
	dictionary: compileDictionary,
	index: compileIndex,
	slice: compileSlice,
	unary: compileUnary,
	binary: compileBinary,
	logical: compileLogical,
	conditional: compileConditional,
	filter: compileFilter,
	test: compileTest,
	call: compileCall,
	method: compileMethod,
};

function compileName({ name, offset }: ExpressionNode<'name'>, unit: Compilation): Evaluate {
	const slot = unit.read(name, offset);
	return (render) => render.variable(slot, name);
}

/** The subject of `default` or `is defined`: a name alone may stand for nothing there. */
export function compileOptional(node: Expression, unit: Compilation): Evaluate {
	if (node.type !== 'name') return compileExpression(node, unit);
	const { name } = node;
	const slot = unit.readOptional(name);
	return (render) => render.variable(slot, name);
}

function compileAll(nodes: readonly Expression[], unit: Compilation): Evaluate[] {
	return nodes.map((node) => compileExpression(node, unit));
}

function compileList({ items, immutable }: ExpressionNode<'list'>, unit: Compilation): Evaluate {
	const evaluated = compileAll(items, unit);
	if (immutable) return (render) => Tuple.from(evaluated, (item) => item(render));
	return (render) => evaluated.map((item) => item(render));
}

function compileDictionary({ entries }: ExpressionNode<'dictionary'>, unit: Compilation): Evaluate {
	const compiled = entries.map(({ key, value }) => ({
		key: compileKey(key, unit),
		value: compileExpression(value, unit),
	}));
	return (render) => {
		const dictionary = new Map<string, Value>();
		for (const { key, value } of compiled) dictionary.set(key(render), value(render));
		return dictionary;
	};
}

function compileKey(key: Expression, unit: Compilation): (render: Render) => string {
	if (key.type === 'name') {
		const name = keyOfName(key.name);
		return () => name;
	}
	const evaluate = compileExpression(key, unit);
	return (render) => print(evaluate(render));
}

function compileIndex(node: ExpressionNode<'index'>, unit: Compilation): Evaluate {
	const { object, key } = node;
	const path = plainPath(node, unit);
	if (path !== undefined) {
		const place = unit.readPath(path);
		return (render) => place.read(render);
	}
	const advice = unit.isStrict ? adviceOfIndex(node) : undefined;
	const target = compileExpression(object, unit);
	if (advice !== undefined) return readMember(target, print(keyOf(key)), advice, object.offset);
	if (key.type === 'literal') {
		const { value } = key;
		return (render) => step(target(render), value);
	}
	const evaluateKey = compileExpression(key, unit);
	return (render) => access(target(render), evaluateKey(render));
}

/** A path that only reads; undefined for one with a key that is an error on lists, texts and numbers. */
export const plainPath = (node: Expression, unit: Compilation): Path | undefined =>
	unit.isStrict && mayBeRefused(node) ? undefined : keysOfPath(node);

const adviceOfIndex = ({ object, key }: ExpressionNode<'index'>): string | undefined =>
	key.type === 'literal' && typeof key.value === 'string'
		? adviceForMember(key.value, object)
		: undefined;

/** Whether a path has a key that is an error on lists, texts and numbers. */
const mayBeRefused = (node: Expression): boolean =>
	node.type === 'index' && (adviceOfIndex(node) !== undefined || mayBeRefused(node.object));

const keyOf = (key: Expression): Value => (key.type === 'literal' ? key.value : null);

/** A property such as `length`, which dictionaries may have and nothing else has. */
function readMember(target: Evaluate, key: string, advice: string, offset: number): Evaluate {
	return (render) => {
		const object = target(render);
		const value = access(object, key);
		if (value === null) refuseMember(object, key, advice, offset);
		return value;
	};
}

function compileSlice(node: ExpressionNode<'slice'>, unit: Compilation): Evaluate {
	const object = compileExpression(node.object, unit);
	const nothing: Evaluate = () => null;
	const from = node.from === null ? nothing : compileExpression(node.from, unit);
	const to = node.to === null ? nothing : compileExpression(node.to, unit);
	return (render) => slice(object(render), from(render), to(render));
}

function compileConditional(node: ExpressionNode<'conditional'>, unit: Compilation): Evaluate {
	const test = compileExpression(node.test, unit);
	const then = compileExpression(node.then, unit);
	const otherwise = compileExpression(node.else, unit);
	return (render) => (isTruthy(test(render)) ? then(render) : otherwise(render));
}
