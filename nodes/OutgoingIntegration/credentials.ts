import type { INodeCredentialDescription } from 'n8n-workflow';
import { connectionCredentials } from './connection';
import { existingCredential } from './existing';

/** Every credential that the node may ask for; which one depends on the form. */
export const credentials: INodeCredentialDescription[] = [
	...connectionCredentials,
	existingCredential,
];
