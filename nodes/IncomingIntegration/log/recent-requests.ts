/** What forms show of the request log. */
import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';

import { systemClock } from '../../../core/clock';
import type { LoggedRequest } from '../../../core/store/request-log';
import type { IncomingStore } from '../../../core/store/store';
import type { StoreChoice } from '../../../core/store/choose';
import { openStore, requestRecorder } from '../services';
import type { SettingsCollection } from '../settings';
import { scopeOfForm } from './access';

const MAX_SHOWN = 100;

/** As long as a window usually is. */
const DAMAGE_SHOWN_MS = 7 * 24 * 60 * 60 * 1000;

const line = (name: string): INodePropertyOptions => ({ name, value: '' });

/** The latest requests of the endpoint whose form asks. The first entry has the list's default value. */
export async function getRecentRequests(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const scope = scopeOfForm(this);
	if (scope === undefined) {
		return [line('n8n does not tell whose requests these are: save the workflow first')];
	}
	const settings = this.getCurrentNodeParameter('settings') as SettingsCollection | undefined;
	const store = await openStore(this, settings?.deduplicationStore);
	await requestRecorder.written();
	const endpoint = String(this.getCurrentNodeParameter('sampleKey') ?? '');
	const wanted = String(this.getCurrentNodeParameter('recentOutcome') ?? 'any');
	const all = await store.requests(scope, endpoint, systemClock.now());
	const timezone = this.getTimezone();
	const lost = await damageLines(store, timezone);
	const found = all.filter(({ outcome }) => wanted === 'any' || outcome === wanted);
	if (found.length === 0) return [line('No requests yet'), ...lost];
	const summary = line(`${found.length} requests, newest first`);
	const shown = found.slice(0, MAX_SHOWN);
	return [summary, ...lost, ...shown.map((request, index) => toOption(request, index, timezone))];
}

/** What was on record is lost when the file was damaged: a repeat of a request from before runs again. */
async function damageLines(
	store: IncomingStore,
	timezone: string,
): Promise<INodePropertyOptions[]> {
	const at = await store.damagedAt();
	if (at === undefined || systemClock.now() - at > DAMAGE_SHOWN_MS) return [];
	const time = new Date(at).toLocaleString('en-GB', { timeZone: timezone });
	const name = `${time}: the store was damaged and begun again; earlier requests are not recognised as duplicates`;
	return [{ name, value: 'damage' }];
}

function toOption(request: LoggedRequest, index: number, timezone: string): INodePropertyOptions {
	const { at, status, outcome, cause, ip, more, isTest, bytes, durationMs, requestId } = request;
	const time = new Date(at).toLocaleTimeString('en-GB', { timeZone: timezone });
	const others = more ? `${cause} (and ${more} more)` : cause;
	return {
		name: [time, status, others || outcome, ip, isTest && 'test'].filter(Boolean).join('  '),
		value: `request-${index}`,
		description: `${new Date(at).toISOString()}, ${outcome}, ${bytes} bytes, ${durationMs} ms, request ${requestId}`,
	};
}

/** The endpoints of the project whose form asks. */
export async function searchEndpoints(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const scope = scopeOfForm(this);
	if (scope === undefined) return { results: [] };
	const choice = this.getCurrentNodeParameter('deduplicationStore') as StoreChoice | undefined;
	const store = await openStore(this, choice);
	await requestRecorder.written();
	const endpoints = await store.endpoints(scope);
	return {
		results: endpoints
			.filter((endpoint) => endpoint.toLowerCase().includes(filter.trim().toLowerCase()))
			.map((endpoint) => ({ name: endpoint, value: endpoint })),
	};
}
