/** One key for all attempts of an item, so that a host can tell a retry from a second order. */
import { createHash } from 'node:crypto';
import { IntegrationError } from '../errors';
import type { FormReader, ItemScope } from './fields';

/** draft-ietf-httpapi-idempotency-key-header */
export const IDEMPOTENCY_HEADER = 'Idempotency-Key';

const PATH = 'options.idempotencyKey';

/**
 * The key of an item: what the option renders to, or one made from the execution when the option is empty.
 * @param runId names the execution and the run of the node in it; a rerun by Retry On Fail has the same one
 * @returns `undefined` when the option is not set
 */
export function idempotencyKey(
	form: FormReader,
	scope: ItemScope,
	runId: () => string,
): string | undefined {
	if (form.raw(PATH) === undefined) return undefined;
	const { label, render } = form.text(PATH);
	const key = render(scope).trim();
	if (key === '') return uuidOf(`${runId()}:${scope.index}`);
	if (/^[\x21-\x7e]{1,255}$/.test(key)) return key;
	throw new IntegrationError(`${label}: the key must be 1 to 255 visible ASCII characters`, {
		code: 'IDEMPOTENCY_KEY_INVALID',
		field: PATH,
		hint: 'Use an identifier of the item, for example {{ json.id }}, or leave the option empty.',
	});
}

/** A name-based UUID (RFC 9562, version 8 with SHA-256). */
function uuidOf(name: string): string {
	const bytes = createHash('sha256').update(name).digest().subarray(0, 16);
	bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
	bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
	return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
