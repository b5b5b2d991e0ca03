/** Turns the tree of an expression into a closure. */
import { keyOfName } from '../generation';
import { access, isPlain, slice } from '../runtime/access';
import { print } from '../runtime/print';
import type { Evaluate, Render } from '../runtime/render';
import { isTruthy, ownValue, Tuple, type Value } from '../runtime/values';
import type { Expression, ExpressionNode } from '../syntax/ast';
import { compileCall, compileFilter, compileMethod, compileTest } from './calls';
import type { Compilation } from './compilation';
import { refuseLength } from './mistakes';
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
	name: ({ name, offset }, unit) => readSlot(name, unit.read(name, offset)),
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

/** A variable of the template, or the context's value of that name. */
function readSlot(name: string, slot: number): Evaluate {
	return (render) => {
		const value = render.variables[slot];
		return value === undefined ? render.fromContext(name) : value;
	};
}

/** The subject of `default` or `is defined`: a name alone may stand for nothing there. */
export function compileOptional(node: Expression, unit: Compilation): Evaluate {
	if (node.type !== 'name') return compileExpression(node, unit);
	return readSlot(node.name, unit.readOptional(node.name));
}

function compileAll(nodes: readonly Expression[], unit: Compilation): Evaluate[] {
	return nodes.map((node) => compileExpression(node, unit));
}

function compileList({ items, immutable }: ExpressionNode<'list'>, unit: Compilation): Evaluate {
	const evaluated = compileAll(items, unit);
	if (immutable) return (render) => Tuple.from(evaluated, (item) => item(render)) as Tuple;
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

function compileIndex({ object, key }: ExpressionNode<'index'>, unit: Compilation): Evaluate {
	const target = compileExpression(object, unit);
	if (key.type === 'literal') {
		const { value } = key;
		if (value === 'length' && unit.isStrict) return readLength(target, object);
		if (typeof value === 'string') return readProperty(target, value);
		return (render) => access(target(render), value);
	}
	const evaluateKey = compileExpression(key, unit);
	return (render) => access(target(render), evaluateKey(render));
}

/** The usual case first: a property of plain data. */
function readProperty(target: Evaluate, key: string): Evaluate {
	return (render) => {
		const object = target(render);
		return isPlain(object) ? ownValue(object, key) : access(object, key);
	};
}

/** The property `length`, which only a dictionary can have. */
function readLength(target: Evaluate, node: Expression): Evaluate {
	return (render) => {
		const object = target(render);
		refuseLength(object, node);
		return access(object, 'length');
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
