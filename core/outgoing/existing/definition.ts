/** A saved integration: the values of the node's form, the fields of its connection, and a schema. */
import type { ConnectionMethod, CredentialFields } from '../../connections/connection';
import { connectionMethod } from '../../connections/registry';
import { IntegrationError } from '../../errors';
import type { Evaluate } from '../expressions';
import { FormReader } from '../fields';
import { savedFieldName } from './field-names';
import { readSchema, type SchemaField } from './schema';

/** Everything of a saved integration that a run needs. */
export interface Definition {
	form: FormReader;
	schema: SchemaField[];
	method: ConnectionMethod;
	/** The fields of the connection by the names that its own credential type has. */
	connection: CredentialFields;
}

export interface ConnectionForm {
	/** The value of `authentication`. */
	method: string;
	/** The names of the fields and the labels of those that must be filled in. */
	fields: Array<{ name: string; displayName: string; required: boolean }>;
}

/** The form of the request, which a saved integration shares with the node. */
export interface RequestForm {
	/** The names of its fields. */
	formNames: ReadonlySet<string>;
	/** How the form calls the field at a path. */
	label: (path: string) => string;
	/** Evaluates an insert that is n8n's; absent where no workflow runs. */
	evaluate?: Evaluate | undefined;
}

/**
 * @throws {IntegrationError} `EXISTING_INCOMPLETE` for a draft, naming what is missing; `SCHEMA_INVALID`
 */
export function readDefinition(
	saved: CredentialFields,
	connections: ConnectionForm[],
	{ formNames, label, evaluate }: RequestForm,
): Definition {
	const authentication = saved.authentication ?? 'none';
	const chosen = connections.find(({ method }) => method === authentication);
	const method = connectionMethod(String(authentication));
	if (chosen === undefined || method === undefined) {
		throw incomplete([`a known authentication instead of "${String(authentication)}"`]);
	}
	const connection = Object.fromEntries(
		chosen.fields.map(({ name }) => [name, saved[savedFieldName(name, formNames)]]),
	);
	const missing = [
		...(isEmpty(saved.url) ? ['URL'] : []),
		...chosen.fields
			.filter(({ name, required }) => required && isEmpty(connection[name]))
			.map(({ displayName }) => `${displayName} of the connection`),
	];
	if (missing.length > 0) throw incomplete(missing);
	return {
		form: new FormReader({ values: saved, label, ...(evaluate && { evaluate }) }),
		schema: readSchema(saved.schema),
		method,
		connection,
	};
}

const isEmpty = (value: unknown): boolean =>
	value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

const incomplete = (missing: string[]) =>
	new IntegrationError(`The saved integration is a draft; still missing: ${missing.join(', ')}`, {
		code: 'EXISTING_INCOMPLETE',
		field: 'outgoingIntegrationApi',
		hint: 'Open the saved integration, fill in what is missing and save it again.',
	});
