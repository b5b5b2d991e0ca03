import type { INodePropertyOptions } from 'n8n-workflow';
import { METHODS } from '../core/http/methods';

/** The choices of a field for the HTTP method. */
export const methodOptions: INodePropertyOptions[] = METHODS.map((method) => ({
	name: method,
	value: method,
}));
