/** What the action node does with an endpoint. */
import type { IDataObject } from 'n8n-workflow';

import { systemClock } from '../../../core/clock';
import { deduplicationKey, hashesNamed } from '../../../core/incoming/deduplication-hash';
import { describeEndpoint } from '../../../core/incoming/describe';
import { describedAuthentication } from './described-authentication';
import { parseExactly } from '../../../core/incoming/exact-json';
import { statisticsOf } from '../../../core/incoming/log-statistics';
import { sampleKey } from '../../../core/incoming/sample';
import { IntegrationError } from '../../../core/errors';
import type { JsonValue } from '../../../core/json';
import type { LoggedRequest } from '../../../core/store/request-log';
import type { IncomingStore } from '../../../core/store/store';
import { checkDataAccess, checkLogAccess } from './access';

export interface Call {
	scope: string;
	endpoint: string;
	store: IncomingStore;
	/** The value of a parameter for the item. */
	parameter(name: string, fallback: unknown): unknown;
	/** Where n8n is, with a slash at its end. */
	instanceUrl: string;
}

/** By resource and operation. */
export const operations: Record<string, (call: Call) => Promise<IDataObject[]>> = {
	'request getMany': getMany,
	'request getStatistics': getStatistics,
	'duplicate lookUp': lookUp,
	'duplicate forget': forget,
	'duplicate forgetAll': forgetAll,
	'endpoint describe': describe,
};

async function requestsOf({ store, scope, endpoint, parameter }: Call): Promise<LoggedRequest[]> {
	await checkLogAccess(store, scope, endpoint);
	const since = sinceOf(parameter('since', ''));
	const requests = await store.requests(scope, endpoint, systemClock.now());
	return requests.filter(({ at }) => at >= since);
}

/** An empty field names no time. */
function sinceOf(value: unknown): number {
	const text = String(value ?? '').trim();
	if (text === '') return 0;
	const time = Date.parse(text);
	if (!Number.isNaN(time)) return time;
	throw invalid('since', `Since: "${text}" is not a valid time`, 'Select a date, or remove it.');
}

const invalid = (field: string, problem: string, hint: string): IntegrationError =>
	new IntegrationError(problem, { code: 'PARAMETER_INVALID', field, hint });

async function getMany(call: Call): Promise<IDataObject[]> {
	const { parameter } = call;
	const outcome = parameter('outcome', 'any');
	const found = (await requestsOf(call)).filter(
		(request) => outcome === 'any' || outcome === '' || request.outcome === outcome,
	);
	const limit = parameter('returnAll', false) === true ? found.length : limitOf(parameter);
	return found.slice(0, limit).map(toEntry);
}

export function limitOf(parameter: Call['parameter']): number {
	const limit = Number(parameter('limit', 50));
	if (Number.isSafeInteger(limit) && limit > 0) return limit;
	throw invalid('limit', 'Limit must be a whole number above 0', 'Enter for example 50.');
}

/** In the form of the contract: every field is there. */
function toEntry({ at, isTest, more, ...request }: LoggedRequest): IDataObject {
	return {
		at: new Date(at).toISOString(),
		...request,
		deduplicationHash: request.deduplicationHash ?? '',
		executionId: request.executionId ?? '',
		...(isTest && { test: true }),
		...(more !== undefined && { more }),
	};
}

async function getStatistics(call: Call): Promise<IDataObject[]> {
	const statistics = statisticsOf(await requestsOf(call), systemClock.now());
	return [{ endpointId: call.endpoint, ...statistics }];
}

async function lookUp(call: Call): Promise<IDataObject[]> {
	const { store, endpoint } = call;
	const hashes = await hashesOf(call);
	for (const deduplicationHash of hashes) {
		const at = await store.lookUp(endpoint, deduplicationHash);
		if (at === undefined) continue;
		const lastRequestAt = new Date(at).toISOString();
		return [{ endpointId: endpoint, deduplicationHash, found: true, lastRequestAt }];
	}
	return [
		{ endpointId: endpoint, deduplicationHash: hashes[0], found: false, lastRequestAt: null },
	];
}

async function forget(call: Call): Promise<IDataObject[]> {
	const { store, endpoint } = call;
	const hashes = await hashesOf(call);
	let forgotten: string | undefined;
	for (const hash of hashes) if (await store.forget(endpoint, hash)) forgotten ??= hash;
	const deduplicationHash = forgotten ?? hashes[0];
	return [{ endpointId: endpoint, deduplicationHash, forgotten: forgotten !== undefined }];
}

async function forgetAll({ store, scope, endpoint, parameter }: Call): Promise<IDataObject[]> {
	await checkDataAccess(store, scope, endpoint);
	if (parameter('confirm', false) !== true) {
		const problem = 'Forget All Hashes of This Endpoint is off, so nothing was forgotten';
		throw invalid('confirm', problem, 'Switch it on: every repeated request then runs once more.');
	}
	return [{ endpointId: endpoint, forgotten: await store.forgetAll(endpoint) }];
}

/** The hashes that the item names. */
async function hashesOf({ store, scope, endpoint, parameter }: Call): Promise<string[]> {
	await checkDataAccess(store, scope, endpoint);
	if (parameter('identifyBy', 'deduplicationHash') === 'values') {
		return [hashOfValues(parameter('values', '{}'))];
	}
	const text = String(parameter('deduplicationHash', '') ?? '').trim();
	if (text !== '') return hashesNamed(text);
	const hint = 'Enter the hash that the request log or the output of the execution shows.';
	throw invalid('deduplicationHash', 'Deduplication Hash is empty', hint);
}

function hashOfValues(value: unknown): string {
	const values = parseValues(typeof value === 'string' ? value : JSON.stringify(value));
	const lookup = (address: string) =>
		Object.hasOwn(values, address) ? values[address] : undefined;
	const key = deduplicationKey(Object.keys(values), lookup);
	if (key) return key.hash;
	throw invalid(
		'values',
		'Values name no parameter',
		'Enter an object such as {"order.id": 17}, with each parameter that identifies a request.',
	);
}

function parseValues(text: string): Record<string, JsonValue> {
	try {
		const parsed: unknown = JSON.parse(text);
		if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
			return (parseExactly(text) ?? parsed) as Record<string, JsonValue>;
		}
	} catch {
		// What it should be is said below.
	}
	throw invalid('values', 'Values must be a JSON object', 'Enter for example {"order.id": 17}.');
}

async function describe(call: Call): Promise<IDataObject[]> {
	const { store, scope, endpoint, parameter, instanceUrl } = call;
	const sample = await store.load(sampleKey(scope, endpoint));
	if (!sample) {
		await checkDataAccess(store, scope, endpoint);
		const problem = `Endpoint: there is no sample of "${endpoint}" yet`;
		throw invalid('endpointId', problem, 'Send a request to it first.');
	}
	const entered = String(parameter('baseUrl', '') ?? '').trim();
	const baseUrl = (entered || `${instanceUrl.replace(/\/+$/, '')}/webhook`).replace(/\/+$/, '');
	const document = describeEndpoint({
		baseUrl,
		path: `/automation-endpoint/endpoints/authorized/${endpoint}/trigger`,
		title: String(parameter('title', '') ?? '').trim() || 'Incoming Integration',
		authentication: describedAuthentication(parameter),
		sample,
	});
	return [document];
}
