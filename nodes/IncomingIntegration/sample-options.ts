import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { OWN_HASH } from '../../core/incoming/deduplication-hash';
import type { SampleParameter } from '../../core/store/store';
import { openStore } from './services';
import type { SettingsCollection } from './settings';

const OWN_HASH_OPTION: INodePropertyOptions = {
	name: 'X-Deduplication-Hash',
	value: OWN_HASH,
	description: 'Header in which a sender sets its own key; choose it alone',
};

/** Stands for nothing when chosen. */
const NO_SAMPLE_OPTION: INodePropertyOptions = {
	name: 'Click Execute Step and Send a Request to See Its Parameters Here',
	value: '',
	description: 'No sample request has been received yet',
};

/** The parameters of the last sample request of the node whose form asks. */
export async function getSampleParameters(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const sampleKey = this.getCurrentNodeParameter('sampleKey');
	const settings = this.getCurrentNodeParameter('settings') as SettingsCollection | undefined;
	const store = await openStore(this, settings?.deduplicationStore);
	const sample = typeof sampleKey === 'string' ? await store.load(sampleKey) : undefined;
	if (!sample) return [NO_SAMPLE_OPTION, OWN_HASH_OPTION];
	return [...sample.filter(({ address }) => address !== OWN_HASH).map(toOption), OWN_HASH_OPTION];
}

const toOption = ({ address, type, source }: SampleParameter): INodePropertyOptions => ({
	name: address,
	value: address,
	description: source === 'header' ? 'Header' : `Body, ${type}`,
});
