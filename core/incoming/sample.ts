/** What the editor offers after a request: the names and types of its parameters, never their values. */
import { LRUCache } from 'lru-cache';

import type { JsonValue } from '../json';
import {
	headerAddress,
	headerOf,
	keyAddress,
	parseAddress,
	positionAddress,
} from '../parameters/addresses';
import { checkAddress } from '../parameters/check-address';
import type { Parameters } from '../parameters/flatten';
import { nearest } from '../parameters/nearest';
import type { IncomingStore, Sample, SampleParameter } from '../store/store';
import { OWN_HASH } from './deduplication-hash';
import type { IncomingRequest } from './request';

/** Longer lists are no help to select from. */
const MAX_PARAMETERS = 1_000;

/** Beyond this, all counts are halved, so that a sample follows what is sent now. */
const MAX_REQUESTS = 20;

/** A sample of this one request. */
export function sampleOf(request: IncomingRequest, parameters: Parameters): Sample {
	const types = new Map<string, SampleParameter['type']>();
	for (const [address, value] of Object.entries(parameters)) {
		for (const array of arraysAround(address)) types.set(array, 'array');
		types.set(address, typeOf(value));
		if (types.size >= MAX_PARAMETERS) break;
	}
	const fromBody = [...types].map(([address, type]): SampleParameter => ({
		address,
		type,
		requests: 1,
	}));
	const fromHeaders = Object.keys(request.headers).map((name): SampleParameter => ({
		address: headerAddress(name),
		type: 'string',
		requests: 1,
	}));
	return { requests: 1, parameters: [...fromBody, ...fromHeaders] };
}

/** Adds a newer sample: its parameters come first and with their type now, each with the requests that had it. */
export function mergeSamples(older: Sample | undefined, newer: Sample): Sample {
	if (!older) return newer;
	const { requests, parameters } = older.requests < MAX_REQUESTS ? older : halved(older);
	const known = new Map(parameters.map((parameter) => [parameter.address, parameter]));
	const merged = newer.parameters.map((parameter) => {
		const before = known.get(parameter.address);
		known.delete(parameter.address);
		return { ...parameter, requests: parameter.requests + (before?.requests ?? 0) };
	});
	return {
		requests: requests + newer.requests,
		parameters: [...merged, ...known.values()].slice(0, 2 * MAX_PARAMETERS),
	};
}

/** Keeps the difference between parameters that every request had and others. */
function halved({ requests, parameters }: Sample): Sample {
	const half = Math.floor(requests / 2);
	return {
		requests: half,
		parameters: parameters
			.map((parameter) => ({
				...parameter,
				requests:
					parameter.requests === requests
						? half
						: Math.min(Math.floor(parameter.requests / 2), half - 1),
			}))
			.filter((parameter) => parameter.requests > 0),
	};
}

/**
 * The name of an endpoint's sample. Anyone can enter the ID of another's endpoint, so the owner is a part of it.
 * @param scope of the owner
 */
export const sampleKey = (scope: string, endpointId: string): string => `${scope}/${endpointId}`;

/** @throws {StoreError} */
export async function keepSample(
	store: IncomingStore,
	key: string | undefined,
	sample: Sample,
): Promise<void> {
	if (key !== undefined) await store.save(key, mergeSamples(await store.load(key), sample));
}

/** Endpoints that have a sample, or were tried; per store, because a new store has none. */
const settled = new WeakMap<IncomingStore, LRUCache<string, true>>();

/**
 * Keeps a production request as the sample of an endpoint that has none. Asks the store once per endpoint and
 * process, and never in the way of the request: a store that is down costs the sample, nothing else.
 */
export function keepFirstSample(
	store: IncomingStore,
	key: string | undefined,
	sample: () => Sample,
): Promise<void> | undefined {
	const endpoints = settled.get(store) ?? new LRUCache<string, true>({ max: 10_000 });
	settled.set(store, endpoints);
	if (key === undefined || endpoints.has(key)) return undefined;
	endpoints.set(key, true);
	return saveUnlessPresent(store, key, sample).catch(() => {});
}

async function saveUnlessPresent(
	store: IncomingStore,
	key: string,
	sample: () => Sample,
): Promise<void> {
	if (!(await store.load(key))) await store.save(key, sample());
}

/** Whether a sample has a parameter of this address, also a whole object or list, or another position of a list. */
export function isInSample({ parameters }: Sample, address: string): boolean {
	if (address === OWN_HASH) return true;
	const header = headerOf(address);
	const wanted = header === undefined ? anyPosition(address) : headerAddress(header);
	return parameters.some((parameter) => {
		const found = anyPosition(parameter.address);
		return found === wanted || found.startsWith(`${wanted}.`) || found.startsWith(`${wanted}[`);
	});
}

const anyPosition = (address: string): string => address.replace(/\[\d+\]/g, '[0]');

/** What is wrong with an address of this endpoint, as a sentence; `fatal` when it can name nothing at all. */
export interface AddressReport {
	fatal: boolean;
	sentence: string;
}

/**
 * Judges an address by its form and, when there is one, by the sample.
 * @returns `undefined` when nothing is wrong
 */
export function reportAddress(
	address: string,
	sample: Sample | undefined,
): AddressReport | undefined {
	const isKnown = (candidate: string) => sample !== undefined && isInSample(sample, candidate);
	const fault = checkAddress(address, isKnown);
	const meant = (suggestion?: string) => (suggestion ? ` Did you mean ${suggestion}?` : '');
	if (fault) {
		return { fatal: true, sentence: `"${address}" ${fault.problem}.${meant(fault.suggestion)}` };
	}
	if (!sample || isKnown(address)) return undefined;
	const near = nearest(
		address,
		sample.parameters.map((parameter) => parameter.address),
	);
	return { fatal: false, sentence: `The sample has no parameter "${address}".${meant(near)}` };
}

/** The addresses of the lists that a value is in, which operators for lists need. */
function arraysAround(address: string): string[] {
	const found: string[] = [];
	let around = '';
	for (const segment of parseAddress(address) ?? []) {
		if (typeof segment === 'number' && around !== '') found.push(around);
		around =
			typeof segment === 'number' ? positionAddress(around, segment) : keyAddress(around, segment);
	}
	return found;
}

function typeOf(value: JsonValue): SampleParameter['type'] {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'array';
	return typeof value as 'string' | 'number' | 'boolean' | 'object';
}
