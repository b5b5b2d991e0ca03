import type { Value } from '../runtime/values';

/** An argument of a call, filter or test; `name` when it was written `name=value`. */
export interface Argument {
	name?: string;
	value: Expression;
	offset: number;
}

export type BinaryOperator =
	| '+'
	| '-'
	| '*'
	| '/'
	| '//'
	| '%'
	| '**'
	| '~'
	| '=='
	| '!='
	| '<'
	| '<='
	| '>'
	| '>='
	| 'in'
	| 'not in';

export type UnaryOperator = '-' | 'not' | 'empty';

/** The tree of an expression. `offset` counts characters from the start of the template. */
export type Expression = { offset: number } & (
	| { type: 'literal'; value: Value }
	| { type: 'name'; name: string }
	| { type: 'slot'; slot: number }
	| { type: 'list'; items: Expression[]; immutable: boolean }
	| { type: 'dictionary'; entries: Array<{ key: Expression; value: Expression }> }
	| { type: 'index'; object: Expression; key: Expression }
	| { type: 'slice'; object: Expression; from: Expression | null; to: Expression | null }
	| { type: 'unary'; operator: UnaryOperator; operand: Expression }
	| { type: 'binary'; operator: BinaryOperator; left: Expression; right: Expression }
	| { type: 'logical'; operator: 'and' | 'or'; left: Expression; right: Expression }
	| { type: 'conditional'; test: Expression; then: Expression; else: Expression }
	| { type: 'filter'; subject: Expression; name: string; args: Argument[] }
	| { type: 'test'; subject: Expression; name: string; args: Argument[]; negated: boolean }
	| { type: 'call'; name: string; args: Argument[] }
	| { type: 'method'; object: Expression; name: string; args: Argument[] }
);

/** A node of one type. */
export type ExpressionNode<Type extends Expression['type']> = Extract<Expression, { type: Type }>;

/** A name that is read, and where it stands, in characters from the start of the template. */
export interface NameRead {
	name: string;
	offset: number;
}
