import type { INodeProperties } from 'n8n-workflow';
import { body } from '../../../forms/body';
import { curlReview } from './curl-review';
import { eventParameters } from '../../../forms/event-parameters';
import { existing } from './existing';
import { general } from './general';
import { naming } from '../../../forms/naming';
import { options } from '../../../forms/options';
import { request } from '../../../forms/request';
import { responseEvent, testContext } from './test-context';

/** Fields that define the request; a saved integration has its own. */
const onlyCustom = (property: INodeProperties): INodeProperties => ({
	...property,
	displayOptions: {
		...property.displayOptions,
		show: { integrationType: ['custom'], ...property.displayOptions?.show },
	},
});

const isImport = ({ type }: INodeProperties) => type === 'curlImport';

/** The first heading of the original's form; its other two sections begin with a field of that name. */
const endpointHeading: INodeProperties = {
	displayName: '<b>Define the endpoint</b>',
	name: 'endpointHeading',
	type: 'notice',
	default: '',
};

/** The form in the order of the original; what the original does not have stands behind what it has. */
export const properties: INodeProperties[] = [
	...general,
	...existing,
	...[
		endpointHeading,
		...request.filter(isImport),
		...naming,
		...request.filter((property) => !isImport(property)),
		...body,
		...eventParameters,
	].map(onlyCustom),
	...testContext,
	...responseEvent,
	...[...curlReview, ...options].map(onlyCustom),
];
