/** Random templates of the whole language, the same ones for the same seed. */
import { filters } from '../../../../core/jinjava/filters';
import { functions } from '../../../../core/jinjava/functions';
import { expressionTests } from '../../../../core/jinjava/tests';

const NAMES = [
	'customer',
	'event',
	'json',
	'list',
	'x',
	'y',
	'loop',
	'missing',
	'constructor',
	'__proto__',
];
const PROPERTIES = [
	'name',
	'a',
	'items',
	'constructor',
	'__proto__',
	'prototype',
	'length',
	'index',
	'call',
	'tags',
];
const METHODS = [
	'append',
	'items',
	'keys',
	'update',
	'pop',
	'split',
	'upper',
	'replace',
	'extend',
	'constructor',
	'get',
	'insert',
	'strftime',
	'sort',
];
const OPERATORS = [
	'+',
	'-',
	'*',
	'/',
	'//',
	'%',
	'**',
	'~',
	'==',
	'!=',
	'<',
	'>=',
	'and',
	'or',
	'&&',
	'||',
	'in',
	'not in',
];
const LITERALS = [
	"'text'",
	'"{{ 1 }}"',
	'0',
	'1',
	'-7',
	'2.5',
	'1e30',
	'12345678901234567890',
	'true',
	'none',
	"'%s %d'",
	"'(a+)+'",
	"'yyyy-MM-dd'",
	"''",
];
const JUNK = [
	'{{',
	'}}',
	'{%',
	'%}',
	'{#',
	'#}',
	'|',
	"'",
	'"',
	'(',
	']',
	'\\',
	'{',
	'-',
	'.',
	'\u0000',
	'😀',
];

export class Grammar {
	constructor(private readonly random: () => number) {}

	template(depth = 2): string {
		const pieces = Array.from({ length: 1 + this.below(4) }, () => this.piece(depth));
		const source = pieces.join(this.below(3) === 0 ? '\n' : '');
		if (this.below(20) > 0) return source;
		const at = this.below(source.length);
		return source.slice(0, at) + this.one(JUNK) + source.slice(at + this.below(3));
	}

	private piece(depth: number): string {
		const body = () => (depth > 0 ? this.template(depth - 1) : 'text');
		const name = this.one(NAMES);
		const value = () => this.expression(depth);
		return this.one([
			() => 'plain {text} ',
			() => `{{ ${value()} }}`,
			() => `{{- ${value()} -}}`,
			() =>
				`{% if ${value()} %}${body()}{% elif ${value()} %}${body()}{% else %}${body()}{% endif %}`,
			() => `{% for ${name} in ${value()} %}${body()}{% else %}${body()}{% endfor %}`,
			() => `{% for k, v in customer.items() %}${body()}{% break %}{% endfor %}`,
			() => `{% set ${name} = ${value()} %}`,
			() => `{% set ${name} | ${this.one([...filters.keys()])} %}${body()}{% endset %}`,
			() => `{% do ${value()} %}`,
			() => `{% macro m(a, b=${value()}) %}${body()}{% endmacro %}{{ m(${value()}) }}`,
			() =>
				`{% macro m(a) %}{{ caller() }}{% endmacro %}{% call m(${value()}) %}${body()}{% endcall %}`,
			() => `{% unless ${value()} %}${body()}{% endunless %}`,
			() => `{% filter ${this.one([...filters.keys()])} %}${body()}{% endfilter %}`,
			() => `{% cycle ${value()}, ${value()} %}{% ifchanged ${value()} %}x{% endifchanged %}`,
			() => `{% autoescape %}${body()}{% endautoescape %}{% raw %}{{ x }}{% endraw %}{# c #}`,
			() => '{% customer name %}',
		])();
	}

	private expression(depth: number): string {
		if (depth <= 0) return this.below(2) === 0 ? this.one(LITERALS) : this.one(NAMES);
		const value = () => this.expression(depth - 1);
		return this.one([
			() => this.one(LITERALS),
			() => this.one(NAMES),
			() => `${value()} ${this.one(OPERATORS)} ${value()}`,
			() => `(${value()})`,
			() => `${value()}.${this.one(PROPERTIES)}`,
			() => `${value()}[${value()}]`,
			() => `${value()}[${value()}:${value()}]`,
			() => `${value()}.${this.one(METHODS)}(${value()})`,
			() => `[${value()}, ${value()}]`,
			() => `{'${this.one(PROPERTIES)}': ${value()}, ${this.one(NAMES)}: ${value()}}`,
			() => `${value()} | ${this.one([...filters.keys()])}`,
			() => `${value()}|${this.one([...filters.keys()])}(${value()}, ${value()})`,
			() => `${value()} is ${this.one([...expressionTests.keys()])} ${value()}`,
			() => `${value()} is not ${this.one([...expressionTests.keys()])}`,
			() => `${this.one([...functions.keys()])}(${value()}, ${value()})`,
			() => `${value()} if ${value()} else ${value()}`,
			() => `not ${value()}`,
			() => `-${value()}`,
		])();
	}

	private below(limit: number): number {
		return Math.floor(this.random() * limit);
	}

	private one<Item>(items: readonly Item[]): Item {
		return items[this.below(items.length)] as Item;
	}
}
