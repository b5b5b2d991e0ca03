/** The review of a pasted cURL command as the entries of a list. */
import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { reviewCurl } from '../../core/outgoing/import-curl/review';
import { labelOf } from './labels';

/** The first entry has the list's default value, so that the closed list shows the summary or the error. */
export async function getCurlChanges(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const values = this.getCurrentNodeParameters() ?? {};
	const command = typeof values.curlCommand === 'string' ? values.curlCommand : '';
	return reviewCurl(values, command, labelOf).map(({ title, detail }, index) => ({
		name: title,
		value: index === 0 ? '' : `change-${index}`,
		...(detail !== undefined && { description: detail }),
	}));
}
