import { Fault } from '../errors';
import { EngineValue } from './engine-value';

export type Rounding = 'half-up' | 'half-even' | 'up' | 'down' | 'ceiling' | 'floor';

const NUMERIC = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;
/** Longer numbers and larger exponents would only serve to fill memory and time. */
export const MAX_DIGITS = 1000;
const LARGEST = 10n ** BigInt(2 * MAX_DIGITS);

/** A decimal number of any precision: `digits` x 10^-`scale`, like Java's BigDecimal. */
export class Decimal extends EngineValue {
	private constructor(
		readonly digits: bigint,
		readonly scale: number,
	) {
		super();
		if (Math.abs(scale) > 2 * MAX_DIGITS || digits > LARGEST || digits < -LARGEST) {
			throw new Fault(`a number has more than ${MAX_DIGITS} digits`, 'TEMPLATE_LIMIT');
		}
	}

	/** Reads `12`, `-1.50` or `1e-7`; gives undefined for anything else. */
	static parse(text: string): Decimal | undefined {
		const match = NUMERIC.exec(text.trim());
		if (match === null) return undefined;
		const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
		if (whole + fraction === '' || text.length > MAX_DIGITS) return undefined;
		const scale = fraction.length - Number(exponent);
		if (Math.abs(scale) > MAX_DIGITS) return undefined;
		return new Decimal(BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction}`), scale);
	}

	static from(value: number | bigint): Decimal {
		return Decimal.parse(typeof value === 'number' ? doubleText(value) : `${value}`) ?? ZERO;
	}

	static of(digits: bigint, scale: number): Decimal {
		return new Decimal(digits, scale);
	}

	plus(other: Decimal): Decimal {
		const scale = Math.max(this.scale, other.scale);
		return new Decimal(this.unscaled(scale) + other.unscaled(scale), scale);
	}

	minus(other: Decimal): Decimal {
		return this.plus(other.negated());
	}

	times(other: Decimal): Decimal {
		return new Decimal(this.digits * other.digits, this.scale + other.scale);
	}

	/** The quotient at this number's own scale, as Java's `divide(divisor, rounding)`. */
	dividedBy(other: Decimal, rounding: Rounding, scale = this.scale): Decimal {
		const shift = scale + other.scale - this.scale;
		const dividend = shift >= 0 ? this.digits * 10n ** BigInt(shift) : this.digits;
		const divisor = shift >= 0 ? other.digits : other.digits * 10n ** BigInt(-shift);
		return new Decimal(divideRounded(dividend, divisor, rounding), scale);
	}

	negated(): Decimal {
		return new Decimal(-this.digits, this.scale);
	}

	abs(): Decimal {
		return this.digits < 0n ? this.negated() : this;
	}

	/** Rounds or pads to `scale` digits after the point; a negative scale rounds whole digits away. */
	rounded(scale: number, rounding: Rounding): Decimal {
		if (scale >= this.scale) return new Decimal(this.unscaled(scale), scale);
		const divisor = 10n ** BigInt(this.scale - scale);
		return new Decimal(divideRounded(this.digits, divisor, rounding), scale);
	}

	compareTo(other: Decimal): number {
		const scale = Math.max(this.scale, other.scale);
		const [left, right] = [this.unscaled(scale), other.unscaled(scale)];
		return left === right ? 0 : left < right ? -1 : 1;
	}

	/** The whole part, without its fraction. */
	truncated(): bigint {
		return this.rounded(0, 'down').digits;
	}

	toNumber(): number {
		return Number(`${this.digits}e${-this.scale}`);
	}

	/** Java's `toString`: plain digits, or scientific notation for very small numbers and negative scales. */
	override toString(): string {
		const sign = this.digits < 0n ? '-' : '';
		const digits = `${this.digits < 0n ? -this.digits : this.digits}`;
		if (this.scale === 0) return sign + digits;
		const exponent = digits.length - 1 - this.scale;
		if (this.scale > 0 && exponent >= -6) return sign + withPoint(digits, this.scale);
		const mantissa = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits;
		return `${sign}${mantissa}E${exponent >= 0 ? '+' : ''}${exponent}`;
	}

	/** Java's `toPlainString`: never scientific notation. */
	toPlainString(): string {
		if (this.scale <= 0) return `${this.unscaled(0)}`;
		const sign = this.digits < 0n ? '-' : '';
		return sign + withPoint(`${this.digits < 0n ? -this.digits : this.digits}`, this.scale);
	}

	/** Plain digits without zeros at the end of the fraction: equal for equal values. */
	withoutTrailingZeros(): string {
		const plain = this.toPlainString();
		return plain.includes('.') ? plain.replace(/\.?0+$/, '') : plain;
	}

	private unscaled(scale: number): bigint {
		return this.digits * 10n ** BigInt(scale - this.scale);
	}
}

const ZERO = Decimal.of(0n, 0);

function withPoint(digits: string, scale: number): string {
	const padded = digits.padStart(scale + 1, '0');
	return `${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
}

/** Shortest decimal text of a double, with a point or an exponent, as Java's `Double.toString`. */
export function doubleText(value: number): string {
	if (!Number.isFinite(value)) return `${value}`;
	const size = Math.abs(value);
	if (size >= 1e-3 && size < 1e7) return Number.isInteger(value) ? `${value}.0` : `${value}`;
	if (size !== 0) {
		const [mantissa = '', exponent = ''] = value.toExponential().split('e');
		return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${exponent.replace('+', '')}`;
	}
	return Object.is(value, -0) ? '-0.0' : '0.0';
}

function divideRounded(dividend: bigint, divisor: bigint, rounding: Rounding): bigint {
	const quotient = dividend / divisor;
	const remainder = dividend % divisor;
	if (remainder === 0n) return quotient;
	const negative = dividend < 0n !== divisor < 0n;
	const away = negative ? quotient - 1n : quotient + 1n;
	return roundsAway(quotient, remainder, divisor, negative, rounding) ? away : quotient;
}

function roundsAway(
	quotient: bigint,
	remainder: bigint,
	divisor: bigint,
	negative: boolean,
	rounding: Rounding,
): boolean {
	if (rounding === 'up') return true;
	if (rounding === 'down') return false;
	if (rounding === 'ceiling') return !negative;
	if (rounding === 'floor') return negative;
	const doubled = (remainder < 0n ? -remainder : remainder) * 2n;
	const half = divisor < 0n ? -divisor : divisor;
	if (doubled !== half) return doubled > half;
	return rounding === 'half-up' || quotient % 2n !== 0n;
}
