/**
 * What depends on the generation of Jinjava. Synerise runs the 2.x releases; the unreleased 3.0 decides otherwise in
 * each of these places. Nothing else in the engine depends on it, so that following a later move of Synerise is a
 * change of this file.
 */
import { writeJava } from './runtime/notation';
import { valuesOf, type Dictionary, type List, type Value } from './runtime/values';

/**
 * How a list or dictionary prints: `[a, {k=1}]`.
 * In 3.0 as Python would print it: `['a', {'k': 1} ]`, the notation that `b64encode` uses in both generations.
 */
export const printStructure: (value: List | Dictionary) => string = writeJava;

/**
 * What a loop over a dictionary, and every filter on lists, walks over: its values.
 * In 3.0 its keys.
 */
export const itemsOfDictionary: (dictionary: Dictionary) => List = valuesOf;

/**
 * The key that a name without quotes stands for: the name, so that `{sku: sku}` has the key `sku`.
 * In 3.0 the value of the variable of that name.
 */
export const keyOfName = (name: string): string => name;

/**
 * Whether a minus takes a value with all its filters: `(-5 | abs)` is `-(5 | abs)`. A minus at the beginning of an
 * insert belongs to the number alone. (2.x itself takes that one for whitespace control and drops it; nobody
 * can mean that.)
 * In 3.0 never.
 */
export const minusTakesFilters = (atBeginning: boolean): boolean => !atBeginning;

/**
 * Whether a dash inside of the delimiters takes away the white space around them: only in `{%- … -%}`.
 * In 3.0 in `{{- … -}}` and `{#- … -#}` too.
 */
export const trimsAround = (opener: string): boolean => opener === '{%';

/**
 * The code of an insert without a dash at its end, `{{ 10 - }}`, which counts as whitespace control.
 * In 3.0 only directly before the braces.
 */
export const withoutDash = (code: string): string => code.replace(/-\s*$/, '');

/**
 * The length of a template without what is dropped at its end: nothing is.
 * In 3.0 a line break at the very end is.
 */
export const lengthOf = (template: string): number => template.length;

/**
 * What the variable of a loop holds in a turn whose item is null: what it holds outside of the loop.
 * In 3.0 null.
 */
export const nullItem = (outside: Value | undefined): Value | undefined => outside;
