import { deduplicationKey, OWN_HASH } from '../../../../core/incoming/deduplication-hash';
import type { JsonValue } from '../../../../core/json';

const keyOf = (addresses: string[], values: Record<string, JsonValue>) =>
	deduplicationKey(addresses, (address) => values[address]);
const hashOf = (addresses: string[], values: Record<string, JsonValue>) =>
	keyOf(addresses, values)?.hash;

describe('deduplicationKey', () => {
	it('is 64 hexadecimal digits that depend on values, not on the order of choosing', () => {
		const hash = hashOf(['a', 'b'], { a: 1, b: 'x', c: 'ignored' });
		expect(hash).toMatch(/^[0-9a-f]{64}$/);
		expect(hashOf(['b', 'a', 'b'], { b: 'x', a: 1 })).toBe(hash);
		expect(hashOf(['a', 'b'], { a: 1, b: 'y' })).not.toBe(hash);
	});

	it('tells missing, null, empty and equal-looking values apart', () => {
		const variants: Array<Record<string, JsonValue>> = [
			{ b: 1 },
			{ a: null, b: 1 },
			{ a: '', b: 1 },
			{ a: '1', b: 1 },
			{ a: 1, b: 1 },
			{ a: true, b: 1 },
			{ a: 'true', b: 1 },
			{ a: [], b: 1 },
			{ a: {}, b: 1 },
			{ a: 1 },
		];
		const hashes = variants.map((values) => hashOf(['a', 'b'], values));
		expect(new Set(hashes).size).toBe(variants.length);
	});

	it('does not run values into each other', () => {
		expect(hashOf(['a', 'b'], { a: '1', b: '23' })).not.toBe(
			hashOf(['a', 'b'], { a: '12', b: '3' }),
		);
		expect(hashOf(['a', 'b'], { a: 'x","b' })).not.toBe(hashOf(['a', 'b'], { a: 'x', b: 'b' }));
	});

	it('does not exist for a request that carries none of the parameters', () => {
		expect(keyOf(['a', 'b'], { c: 1 })).toBeUndefined();
		expect(keyOf([], { c: 1 })).toBeUndefined();
	});

	it('is the value of the sender’s own header when only that is chosen', () => {
		expect(keyOf([OWN_HASH], { [OWN_HASH]: 'order-7' })).toEqual({
			shown: 'order-7',
			hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
		});
		expect(keyOf(['header:X-Deduplication-Hash'], { [OWN_HASH]: 'order-7' })).toEqual(
			keyOf([OWN_HASH], { [OWN_HASH]: 'order-7' }),
		);
		expect(keyOf([OWN_HASH], { [OWN_HASH]: '' })).toBeUndefined();
		expect(keyOf([OWN_HASH], {})).toBeUndefined();
		expect(keyOf([OWN_HASH, 'a'], { [OWN_HASH]: 'order-7' })?.shown).not.toBe('order-7');
	});
});
