import {
	NodeOperationError,
	type ILoadOptionsFunctions,
	type INodeListSearchItems,
	type INodeListSearchResult,
} from 'n8n-workflow';

import { OWN_HASH } from '../../core/incoming/deduplication-hash';
import type { Sample, SampleParameter } from '../../core/store/store';
import { sampleKeyOf } from '../shared/owner';
import { openStore } from './services';
import type { SettingsCollection } from './settings';

/** More than anyone scrolls through; the search finds the others. */
const MAX_RESULTS = 500;

const OWN_HASH_ITEM: INodeListSearchItems = {
	name: `${OWN_HASH} (the sender’s own key)`,
	value: OWN_HASH,
};

/**
 * The parameters of the sample of the node whose form asks.
 * @throws {NodeOperationError} without a sample: the editor then asks again when the list is next opened
 */
export async function searchParameters(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const key = sampleKeyOf(this, String(this.getCurrentNodeParameter('sampleKey') ?? ''));
	if (key === undefined) {
		throw new NodeOperationError(
			this.getNode(),
			'n8n does not tell whose sample this is: save the workflow first. Or select By address and write the address.',
		);
	}
	const settings = this.getCurrentNodeParameter('settings') as SettingsCollection | undefined;
	const store = await openStore(this, settings?.deduplicationStore);
	const sample = await store.load(key);
	if (!sample) {
		throw new NodeOperationError(
			this.getNode(),
			'There is no sample request yet. Copy the test URL from Webhook URLs, click Execute step, send a request, then open this list again. Or select By address and write the address.',
		);
	}
	const wanted = filter.trim().toLowerCase();
	const items = [
		...sample.parameters
			.filter(({ address }) => address !== OWN_HASH)
			.map((parameter) => toItem(parameter, sample)),
		OWN_HASH_ITEM,
	];
	return {
		results: items.filter(({ name }) => name.toLowerCase().includes(wanted)).slice(0, MAX_RESULTS),
	};
}

function toItem(
	{ address, type, requests }: SampleParameter,
	sample: Sample,
): INodeListSearchItems {
	const presence =
		requests === sample.requests ? 'always' : `${requests} of ${sample.requests} requests`;
	return { name: `${address} (${type}, ${presence})`, value: address };
}
