import type { JsonValue } from '../json';
import { headerAddress } from '../parameters/addresses';
import type { Parameters } from '../parameters/flatten';
import type { SampleParameter } from '../store/store';
import type { IncomingRequest } from './request';

/** Longer lists are no help to choose from. */
const MAX_PARAMETERS = 1_000;

/** What the editor offers after a test request: names and types of its parameters, never their values. */
export function sampleOf(request: IncomingRequest, parameters: Parameters): SampleParameter[] {
	const fromBody = Object.entries(parameters).map(([address, value]): SampleParameter => ({
		address,
		type: typeOf(value),
		source: 'body',
	}));
	const fromHeaders = Object.keys(request.headers).map((name): SampleParameter => ({
		address: headerAddress(name),
		type: 'string',
		source: 'header',
	}));
	return [...fromBody.slice(0, MAX_PARAMETERS), ...fromHeaders];
}

function typeOf(value: JsonValue): SampleParameter['type'] {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'array';
	return typeof value as 'string' | 'number' | 'boolean' | 'object';
}
