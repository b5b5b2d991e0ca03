import type { INodeProperties } from 'n8n-workflow';
import { body } from './body';
import { eventParameters } from './event-parameters';
import { general } from './general';
import { options } from './options';
import { request } from './request';

/** The form, in the order in which it is shown. */
export const properties: INodeProperties[] = [
	...general,
	...request,
	...body,
	...eventParameters,
	...options,
];
