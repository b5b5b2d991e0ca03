import { idempotencyKey } from '../../../../core/outgoing/idempotency';
import { readPace, readResponseOptions, readWireOptions } from '../../../../core/outgoing/options';
import { NO_RETRY } from '../../../../core/outgoing/retry';
import { formOf, scopeWith } from './render';

const wire = (options: object, expressions = {}) =>
	readWireOptions(formOf({ options }, expressions), scopeWith());

describe('the options', () => {
	it('have defaults', () => {
		expect(wire({})).toEqual({
			timeoutMs: 30_000,
			maxResponseBytes: 10 * 1024 * 1024,
			redirect: { follow: false, max: 21 },
			proxy: undefined,
			allowUnauthorizedCerts: false,
			retry: NO_RETRY,
		});
		expect(readResponseOptions(formOf({}), scopeWith())).toEqual({
			format: 'autodetect',
			full: true,
			fileProperty: 'data',
			failOnErrorStatus: false,
		});
		expect(readPace(formOf({}), scopeWith())).toEqual({ concurrency: 10, requestsPerSecond: 0 });
	});

	it('are read under the names that Import cURL writes', () => {
		const options = {
			timeout: '={{ 5000 }}',
			redirect: { redirect: { followRedirects: true, maxRedirects: '={{ 3 }}' } },
			proxy: ' proxy.example:3128 ',
			allowUnauthorizedCerts: '={{ true }}',
			maxResponseSize: 0.5,
			retry: { retry: { maxAttempts: 4 } },
		};
		expect(
			wire(options, {
				'options.timeout': 5_000,
				'options.redirect.redirect.maxRedirects': 3,
				'options.allowUnauthorizedCerts': true,
			}),
		).toMatchObject({
			timeoutMs: 5_000,
			maxResponseBytes: 512 * 1024,
			redirect: { follow: true, max: 3 },
			proxy: 'proxy.example:3128',
			allowUnauthorizedCerts: true,
			retry: { maxAttempts: 4 },
		});
	});

	it('follow redirects once the option is added, unless it says no', () => {
		expect(wire({ redirect: { redirect: {} } }).redirect.follow).toBe(true);
		expect(wire({ redirect: { redirect: { followRedirects: false } } }).redirect.follow).toBe(
			false,
		);
		expect(wire({ redirect: {} }).redirect.follow).toBe(false);
	});

	it.each([
		[{ timeout: 'soon' }, 'options.timeout'],
		[{ timeout: 0 }, 'options.timeout'],
		[{ timeout: true }, 'options.timeout'],
		[{ maxResponseSize: -1 }, 'options.maxResponseSize'],
		[{ retry: { retry: { maxAttempts: 0 } } }, 'options.retry.retry.maxAttempts'],
		[{ retry: { retry: { maxAttempts: 101 } } }, 'options.retry.retry.maxAttempts'],
	])('%j names the option that cannot be used', (options, field) => {
		expect(() => wire(options)).toThrow(expect.objectContaining({ code: 'OPTION_INVALID', field }));
	});
});

describe('the idempotency key', () => {
	const key = (value: unknown, run = 'run-1', json = {}) =>
		idempotencyKey(formOf({ options: { idempotencyKey: value } }), scopeWith(json), () => run);

	it('is not there unless asked for', () => {
		expect(idempotencyKey(formOf({ options: {} }), scopeWith(), () => 'r')).toBeUndefined();
	});

	it('is rendered', () => expect(key('order-{{ json.id }}', 'r', { id: 7 })).toBe('order-7'));

	it('is made from the run when it is empty: the same at each rerun, another in another run', () => {
		expect(key('')).toMatch(
			/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
		);
		expect(key('')).toBe(key(''));
		expect(key('', 'run-2')).not.toBe(key(''));
	});

	it.each(['a b', 'ä', 'x'.repeat(256)])('"%s" is refused', (value) => {
		expect(() => key(value)).toThrow(expect.objectContaining({ code: 'IDEMPOTENCY_KEY_INVALID' }));
	});
});
