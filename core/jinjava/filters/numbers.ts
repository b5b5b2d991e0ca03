import { callable, library, type Library } from '../callable';
import { Fault } from '../errors';
import { Decimal } from '../runtime/decimal';
import { asNumber, exactNumber, float, integer, toDecimal, toDouble } from '../runtime/numbers';
import { print } from '../runtime/print';
import { isInteger, isNumber, isText, type Numeric, type Value } from '../runtime/values';
import { decimal, factor, flag, number, text, whole } from './arguments';

type Args = readonly (Value | undefined)[];

/** Digits after the point beyond which only memory would be filled. */
const MAX_PRECISION = 1000;

export const numbers: Library = library({
	abs: callable([], absolute),
	add: callable(['addend'], (subject, [addend]) =>
		subject === null
			? null
			: decimal(subject, 'add', 'value').plus(decimal(addend, 'add', 'addend')),
	),
	bool: callable([], (subject) => asBoolean(subject)),
	divide: callable(['divisor'], divide),
	divisible: callable(['divisor'], (subject, [divisor]) => isDivisible(subject, divisor)),
	filesizeformat: callable(['binary'], (subject, [binary]) => fileSize(subject, flag(binary))),
	float: callable(['default'], (subject, [fallback]) => toFloat(subject, fallback)),
	format_number: callable(['locale', 'max_decimals'], formatNumber),
	int: callable(['default'], (subject, [fallback]) => toInteger(subject, fallback)),
	log: callable(['base'], logarithm),
	multiply: callable(['multiplier'], (subject, [multiplier]) =>
		factor(subject, 'multiply').times(decimal(multiplier, 'multiply', 'multiplier')),
	),
	root: callable(['root'], root),
	round: callable(['precision', 'method'], round),
});

/** Numbers and texts that contain one; anything else stays as it is. */
function absolute(subject: Value): Value {
	if (isText(subject)) return decimal(subject, 'abs', 'value').abs();
	if (!isNumber(subject)) return subject;
	if (subject instanceof Decimal) return subject.abs();
	return absoluteNumber(subject);
}

function absoluteNumber(value: Exclude<Numeric, Decimal>): Value {
	if (typeof value === 'bigint') return integer(value < 0n ? -value : value);
	const size = Math.abs(toDouble(value));
	return isInteger(value) ? integer(size) : float(size);
}

function asBoolean(subject: Value): boolean {
	if (isNumber(subject)) return print(subject) === '1';
	return (typeof subject === 'boolean' || isText(subject)) && flag(subject);
}

function divide(subject: Value, [divisor]: Args): Value {
	const by = decimal(divisor, 'divide', 'divisor');
	if (by.digits === 0n) throw new Fault('filter "divide" cannot divide by zero');
	return factor(subject, 'divide').dividedBy(by, 'half-up');
}

function isDivisible(subject: Value, divisor: Value | undefined): boolean {
	const by = decimal(divisor, 'divisible', 'divisor').truncated();
	if (by === 0n) throw new Fault('filter "divisible" cannot divide by zero');
	return isNumber(subject) && toDecimal(subject).truncated() % by === 0n;
}

/** `1,234.5` with English separators; undefined unless the whole text is a number. */
function readNumber(value: Value | undefined): Numeric | undefined {
	if (value === undefined || value === null || typeof value === 'boolean') return undefined;
	if (!isText(value)) return asNumber(value);
	const source = print(value).trim();
	return /^[+-]?[\d,]*\.?\d*(?:[eE][+-]?\d+)?$/.test(source)
		? asNumber(source.replaceAll(',', ''))
		: undefined;
}

function toInteger(subject: Value, fallback: Value | undefined): Value {
	const found = readNumber(subject) ?? readNumber(fallback) ?? 0;
	if (isInteger(found)) return found;
	return Number.isFinite(toDouble(found)) ? integer(toDecimal(found).truncated()) : 0;
}

function toFloat(subject: Value, fallback: Value | undefined): Value {
	const found = readNumber(subject) ?? readNumber(fallback) ?? 0;
	return float(toDouble(found));
}

function round(subject: Value, [precision, method]: Args): Value {
	if (subject === null) return null;
	const value = decimal(subject, 'round', 'value');
	const digits = whole(precision, 0);
	if (Math.abs(digits) > MAX_PRECISION) {
		throw new Fault(`filter "round" rounds to up to ${MAX_PRECISION} digits`, 'TEMPLATE_LIMIT');
	}
	const modes: Readonly<Record<string, 'ceiling' | 'floor'>> = { ceil: 'ceiling', floor: 'floor' };
	return value.rounded(digits, modes[text(method)] ?? 'half-up');
}

const BINARY_UNITS = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB', 'ZiB', 'YiB'];
const DECIMAL_UNITS = ['KB', 'MB', 'GB', 'TB', 'PB', 'EB', 'ZB', 'YB'];

function fileSize(subject: Value, binary: boolean): string {
	const bytes = exactNumber(subject)?.toNumber() ?? 0;
	if (bytes === 1) return '1 Byte';
	const base = binary ? 1024 : 1000;
	if (bytes < base) return `${Math.trunc(bytes)} Bytes`;
	const units = binary ? BINARY_UNITS : DECIMAL_UNITS;
	let power = 1;
	while (power < units.length && bytes >= base ** (power + 1)) power += 1;
	return `${(bytes / base ** power).toFixed(1)} ${units[power - 1] ?? ''}`;
}

const MAX_DECIMALS = 100;

function formatNumber(subject: Value, [locale, maximum]: Args): Value {
	const value = readNumber(subject);
	if (value === undefined) return subject;
	const exact = toDecimal(value);
	const digits = maximum === undefined ? Math.max(0, exact.scale) : whole(maximum, 0);
	const format = new Intl.NumberFormat(localeTag(text(locale, 'en-US')), {
		maximumFractionDigits: Math.min(Math.max(0, digits), MAX_DECIMALS),
		useGrouping: 'always',
	});
	return format.format(exact.toPlainString() as `${number}`);
}

function localeTag(name: string): string {
	try {
		return Intl.getCanonicalLocales(name.replaceAll('_', '-'))[0] ?? 'en-US';
	} catch {
		throw new Fault(`"${name}" is not a locale such as "en-US"`);
	}
}

function positive(value: number, filter: string): number {
	if (value > 0) return value;
	throw new Fault(`filter "${filter}" needs positive numbers`);
}

/** Cleans up the last bits, so that the cube root of 125 is 5. */
const tidy = (value: number): number => {
	const rounded = Number(value.toPrecision(15));
	return Number.isInteger(rounded) ? rounded : value;
};

/** Whether a value can be a number at all; the filters of higher arithmetic leave others as they are. */
const mayBeNumber = (value: Value): boolean => isNumber(value) || isText(value);

function logarithm(subject: Value, [base]: Args): Value {
	if (!mayBeNumber(subject)) return subject;
	const value = positive(toDouble(number(subject, 'log', 'value')), 'log');
	if (base === undefined) return float(Math.log(value));
	const by = positive(toDouble(number(base, 'log', 'base')), 'log');
	return float(tidy(Math.log(value) / Math.log(by)));
}

function root(subject: Value, [degree]: Args): Value {
	if (!mayBeNumber(subject)) return subject;
	const value = positive(toDouble(number(subject, 'root', 'value')), 'root');
	if (degree === undefined) return float(Math.sqrt(value));
	return float(tidy(value ** (1 / positive(toDouble(number(degree, 'root', 'root')), 'root'))));
}
