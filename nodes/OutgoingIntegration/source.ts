/** Where the definition of a request comes from: the node's form, a cURL command, or a saved integration. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { domainsOf } from '../../core/connections/allowed-domains';
import type { JsonObject } from '../../core/json';
import { applyCurl, CURL_FIELDS, describeNote } from '../../core/outgoing/import-curl/apply';
import type { CurlParameters } from '../../core/outgoing/import-curl/to-parameters';
import type { Connection } from '../../core/outgoing/exchange';
import { readFormFields } from '../../core/outgoing/existing/form-fields';
import { FormReader, type Form, type ItemScope } from '../../core/outgoing/fields';
import { EXISTING_CREDENTIAL } from './credentials';
import { readConnection } from './connection';
import { readExisting } from './existing';
import { labelIn } from './labels';

export interface Source {
	form: FormReader;
	connection: Connection;
	/**
	 * What templates read as `context`.
	 * @throws {IntegrationError} naming the label of a field that cannot be used
	 */
	formFields?(scope: ItemScope): JsonObject;
	/** The values of a cURL command, to copy into the form. */
	curlParameters?: CurlParameters;
	/** What a saved integration is called. */
	integrationName?: string | undefined;
	/** What else a preview says. */
	notes: string[];
}

/** How n8n calls the fields of the node's form and what it makes of its expressions. */
export const hostOf = (context: IExecuteFunctions): Omit<Form, 'values'> => ({
	label: labelIn(context.getNode().parameters),
	resolve: (path, index) => context.getNodeParameter(path, index),
	evaluate: (expression, index) => context.evaluateExpression(expression, index),
});

/** @param form the node's own form */
export async function readSource(
	context: IExecuteFunctions,
	form: FormReader,
	scope: ItemScope,
): Promise<Source> {
	if (form.option('integrationType', scope) === 'existing')
		return await existingSource(context, form);
	const connection = await readConnection(context, form.option('authentication', scope));
	const isApplied = form.raw('curlReview') === true && form.raw('applyCurl') === true;
	return isApplied ? curlSource(context, form, connection) : { form, connection, notes: [] };
}

function curlSource(context: IExecuteFunctions, form: FormReader, connection: Connection): Source {
	const { parameters } = context.getNode();
	const {
		values,
		parameters: curlParameters,
		notes,
	} = applyCurl(parameters, String(form.raw('curlCommand') ?? ''));
	return {
		form: new FormReader({
			values,
			...hostOf(context),
			literals: CURL_FIELDS,
		}),
		connection,
		curlParameters,
		notes: notes
			.filter(({ kind }) => kind === 'advice')
			.map((note) => `cURL command, ${describeNote(note)}.`),
	};
}

async function existingSource(context: IExecuteFunctions, form: FormReader): Promise<Source> {
	const { schema, method, connection, form: definition } = await readExisting(context);
	return {
		form: definition,
		connection: { method, credential: connection, allowedDomains: domainsOf(method, connection) },
		formFields: (scope) =>
			readFormFields(
				schema,
				Object.fromEntries(
					schema.map(({ id }) => [id, form.value(`formFields.value.${id}`, scope)]),
				),
			),
		integrationName: context.getNode().credentials?.[EXISTING_CREDENTIAL]?.name ?? '',
		notes: [],
	};
}
