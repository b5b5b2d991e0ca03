import type { INodeProperties } from 'n8n-workflow';
import { body } from './body';
import { curlReview } from './curl-review';
import { eventParameters } from './event-parameters';
import { existing } from './existing';
import { general } from './general';
import { naming } from './naming';
import { options } from './options';
import { request } from './request';
import { testContext } from './test-context';

/** Fields that define the request; a saved integration has its own. */
const onlyCustom = (property: INodeProperties): INodeProperties => ({
	...property,
	displayOptions: {
		...property.displayOptions,
		show: { integrationType: ['custom'], ...property.displayOptions?.show },
	},
});

const isImport = ({ type }: INodeProperties) => type === 'curlImport';

/** The form, in the order in which it is shown. */
export const properties: INodeProperties[] = [
	...general,
	...existing,
	...testContext,
	...[
		...naming,
		...request.filter(isImport),
		...curlReview,
		...request.filter((property) => !isImport(property)),
		...body,
		...eventParameters,
		...options,
	].map(onlyCustom),
];
