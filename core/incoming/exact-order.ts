/** Integers that JavaScript's numbers round, in order. */

/** More digits than any ID has; longer texts would take long to read. */
const LARGE_INTEGER = /^-?\d{16,400}$/;
const INTEGER = /^-?\d{1,400}$/;

const MEETS: Record<string, (order: number) => boolean> = {
	equals: (order) => order === 0,
	notEquals: (order) => order !== 0,
	gt: (order) => order > 0,
	gte: (order) => order >= 0,
	lt: (order) => order < 0,
	lte: (order) => order <= 0,
};

/**
 * Compares by all digits.
 * @param operation a name of n8n's operators on numbers
 * @param found the digits of a large integer as text
 * @returns `undefined` where numbers can be compared as n8n does it
 */
export function compareDigits(
	operation: string,
	found: unknown,
	value: unknown,
): boolean | undefined {
	if (typeof found !== 'string' || !LARGE_INTEGER.test(found)) return undefined;
	const meets = Object.hasOwn(MEETS, operation) ? MEETS[operation] : undefined;
	const other = comparable(value);
	return other === undefined ? undefined : meets?.(orderOf(BigInt(found), other));
}

function comparable(value: unknown): bigint | number | undefined {
	if (typeof value === 'number') return Number.isNaN(value) ? undefined : value;
	const text = typeof value === 'string' ? value.trim() : '';
	return INTEGER.test(text) ? BigInt(text) : undefined;
}

/** Between a bigint and a number, too, JavaScript compares without rounding. */
const orderOf = (one: bigint, other: bigint | number): number =>
	one < other ? -1 : one > other ? 1 : 0;
