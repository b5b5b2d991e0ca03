/** Turns the tree of an expression into a closure. */
import { lookUp, placeArguments, type Callable } from './callable';
import type { Compilation } from './compilation';
import { Fault } from './errors';
import { filters } from './filters';
import { callFunction, type CallArguments } from './functions';
import { callMethod, isMutating } from './methods';
import { Macro } from './macro';
import { access, slice } from './runtime/access';
import {
	add,
	divide,
	floorDivide,
	modulo,
	multiply,
	negate,
	power,
	subtract,
} from './runtime/arithmetic';
import { compare, contains, equals } from './runtime/compare';
import { print } from './runtime/print';
import type { Evaluate, Render } from './runtime/render';
import { isTruthy, keysOf, isDictionary, SafeString, Tuple, type Value } from './runtime/values';
import type { Argument, BinaryOperator, Expression } from './syntax/ast';
import { expressionTests } from './tests';

type Node<Type extends Expression['type']> = Extract<Expression, { type: Type }>;
type Compilers = {
	[Type in Expression['type']]: (node: Node<Type>, unit: Compilation) => Evaluate;
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
	name: ({ name }, unit) => readName(name, unit),
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
function readName(name: string, unit: Compilation): Evaluate {
	const slot = unit.read(name);
	return (render) => {
		const value = render.variables[slot];
		return value === undefined ? render.fromContext(name) : value;
	};
}

function compileAll(nodes: readonly Expression[], unit: Compilation): Evaluate[] {
	return nodes.map((node) => compileExpression(node, unit));
}

function compileList({ items, immutable }: Node<'list'>, unit: Compilation): Evaluate {
	const evaluated = compileAll(items, unit);
	if (immutable) return (render) => Tuple.from(evaluated, (item) => item(render)) as Tuple;
	return (render) => evaluated.map((item) => item(render));
}

function compileDictionary({ entries }: Node<'dictionary'>, unit: Compilation): Evaluate {
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

/** A key written as a name stands for the variable's value, or for itself when there is no such variable. */
function compileKey(key: Expression, unit: Compilation): (render: Render) => string {
	const evaluate = compileExpression(key, unit);
	const fallback = key.type === 'name' ? key.name : '';
	return (render) => print(evaluate(render) ?? fallback);
}

function compileIndex({ object, key }: Node<'index'>, unit: Compilation): Evaluate {
	const target = compileExpression(object, unit);
	if (key.type === 'literal') {
		const { value } = key;
		return (render) => access(target(render), value);
	}
	const evaluateKey = compileExpression(key, unit);
	return (render) => access(target(render), evaluateKey(render));
}

function compileSlice(node: Node<'slice'>, unit: Compilation): Evaluate {
	const object = compileExpression(node.object, unit);
	const nothing: Evaluate = () => null;
	const from = node.from === null ? nothing : compileExpression(node.from, unit);
	const to = node.to === null ? nothing : compileExpression(node.to, unit);
	return (render) => slice(object(render), from(render), to(render));
}

function compileUnary({ operator, operand, offset }: Node<'unary'>, unit: Compilation): Evaluate {
	const evaluate = compileExpression(operand, unit);
	if (operator === 'not') return (render) => !isTruthy(evaluate(render));
	if (operator === 'empty') return (render) => isEmpty(evaluate(render));
	return (render) => {
		const value = evaluate(render);
		render.at = offset;
		return negate(value);
	};
}

function isEmpty(value: Value): boolean {
	if (value === null || value === '') return true;
	if (Array.isArray(value)) return value.length === 0;
	return isDictionary(value) && keysOf(value).length === 0;
}

const OPERATIONS: Record<BinaryOperator, (left: Value, right: Value) => Value> = {
	'+': add,
	'-': subtract,
	'*': multiply,
	'/': divide,
	'//': floorDivide,
	'%': modulo,
	'**': power,
	'~': (left, right) => print(left) + print(right),
	'==': equals,
	'!=': (left, right) => !equals(left, right),
	'<': (left, right) => ordered(left, right) && compare(left, right) < 0,
	'<=': (left, right) => ordered(left, right) && compare(left, right) <= 0,
	'>': (left, right) => ordered(left, right) && compare(left, right) > 0,
	'>=': (left, right) => ordered(left, right) && compare(left, right) >= 0,
	in: (left, right) => contains(right, left),
	'not in': (left, right) => !contains(right, left),
};

const ordered = (left: Value, right: Value): boolean => left !== null && right !== null;

function compileBinary(node: Node<'binary'>, unit: Compilation): Evaluate {
	const left = compileExpression(node.left, unit);
	const right = compileExpression(node.right, unit);
	const operation = OPERATIONS[node.operator];
	const { offset } = node;
	const grows = node.operator === '+' || node.operator === '~';
	return (render) => {
		const first = left(render);
		const second = right(render);
		render.at = offset;
		const result = operation(first, second);
		return grows ? render.checked(result) : result;
	};
}

/** `and` and `or` give one of their operands, as in Python. */
function compileLogical({ operator, ...node }: Node<'logical'>, unit: Compilation): Evaluate {
	const left = compileExpression(node.left, unit);
	const right = compileExpression(node.right, unit);
	const decided = operator === 'or';
	return (render) => {
		const value = left(render);
		return isTruthy(value) === decided ? value : right(render);
	};
}

function compileConditional(node: Node<'conditional'>, unit: Compilation): Evaluate {
	const test = compileExpression(node.test, unit);
	const then = compileExpression(node.then, unit);
	const otherwise = compileExpression(node.else, unit);
	return (render) => (isTruthy(test(render)) ? then(render) : otherwise(render));
}

function compileFilter(node: Node<'filter'>, unit: Compilation): Evaluate {
	const filter = lookUp(filters, 'filter', node.name, node.offset);
	const subject = compileExpression(node.subject, unit);
	const call = compileCallable('filter', node, filter, unit);
	return (render) => {
		const value = subject(render);
		if (!(value instanceof SafeString)) return render.checked(call(render, value));
		const result = render.checked(call(render, value.text));
		return typeof result === 'string' ? new SafeString(result) : result;
	};
}

function compileTest(node: Node<'test'>, unit: Compilation): Evaluate {
	const test = lookUp(expressionTests, 'test', node.name, node.offset);
	const subject = compileExpression(node.subject, unit);
	const call = compileCallable('test', node, test, unit);
	const { negated } = node;
	return (render) => call(render, subject(render)) !== negated;
}

/** A call to a filter or test whose arguments are matched to its parameters once, here. */
function compileCallable<Result>(
	kind: string,
	node: { name: string; args: Argument[]; offset: number },
	target: Callable<Result>,
	unit: Compilation,
): (render: Render, subject: Value) => Result {
	const places = placeArguments(kind, node.name, target.parameters, node.args);
	const values = node.args.map(({ value }) => compileExpression(value, unit));
	const { offset } = node;
	const none: readonly Value[] = [];
	if (values.length === 0) {
		return (render, subject) => {
			render.at = offset;
			return target.call(subject, none, render);
		};
	}
	return (render, subject) => {
		const args: Array<Value | undefined> = [];
		for (let at = 0; at < values.length; at += 1) {
			args[places[at] as number] = (values[at] as Evaluate)(render);
		}
		render.at = offset;
		return target.call(subject, args, render);
	};
}

/** Evaluates the arguments of a call whose target is known only while rendering. */
export function compileArguments(
	args: readonly Argument[],
	unit: Compilation,
): (render: Render) => CallArguments {
	const compiled = args.map(({ name, value }) => ({ name, value: compileExpression(value, unit) }));
	return (render) => {
		const positional: Value[] = [];
		const named = new Map<string, Value>();
		for (const { name, value } of compiled) {
			if (name === undefined) positional.push(value(render));
			else named.set(name, value(render));
		}
		return { positional, named };
	};
}

function compileCall({ name, args, offset }: Node<'call'>, unit: Compilation): Evaluate {
	const slot = unit.slot(name);
	const evaluateArguments = compileArguments(args, unit);
	return (render) => {
		const values = evaluateArguments(render);
		render.at = offset;
		render.spend();
		const target = render.variables[slot];
		return target instanceof Macro
			? target.invoke(values, render)
			: callFunction(name, values, render);
	};
}

function compileMethod(
	{ object, name, args, offset }: Node<'method'>,
	unit: Compilation,
): Evaluate {
	const target = compileExpression(object, unit);
	const evaluateArguments = compileArguments(args, unit);
	if (isMutating(name)) unit.mutates = true;
	return (render) => {
		const value = target(render);
		const { positional, named } = evaluateArguments(render);
		render.at = offset;
		render.spend();
		if (named.size > 0) throw new Fault(`method "${name}" takes no named arguments`);
		return render.checked(callMethod(value, name, positional, render));
	};
}
