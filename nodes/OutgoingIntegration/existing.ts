/** Saved integrations: read for a run, shown as a form, tested from their own dialog. */
import type {
	FieldType,
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	IExecuteFunctions,
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodeCredentialTestResult,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';
import { systemClock } from '../../core/clock';
import { readDefinition, type Definition } from '../../core/outgoing/existing/definition';
import type { Evaluate } from '../../core/outgoing/expressions';
import { readSchema, type SchemaField } from '../../core/outgoing/existing/schema';
import { noRun, testDefinition } from '../../core/outgoing/existing/test-definition';
import { connectionForms, formNames } from '../../credentials/fields/outgoing-definition';
import { EXISTING_CREDENTIAL } from './credentials';
import { SELECTED } from './description/existing';
import { targetPolicy } from '../shared/http';
import { labelOf } from './labels';

const definitionOf = (saved: ICredentialDataDecryptedObject, evaluate?: Evaluate): Definition =>
	readDefinition(saved, connectionForms, { formNames, label: labelOf, evaluate });

/** @throws {IntegrationError} when the selected integration is a draft */
export async function readExisting(context: IExecuteFunctions): Promise<Definition> {
	return definitionOf(
		await context.getCredentials<ICredentialDataDecryptedObject>(EXISTING_CREDENTIAL, 0),
		(expression, index) => context.evaluateExpression(expression, index),
	);
}

/** The selected integration as the only entry of a list: its icon and name, which name its form as well. */
export async function searchIntegration(
	this: ILoadOptionsFunctions,
): Promise<INodeListSearchResult> {
	const selected = this.getNode().credentials?.[EXISTING_CREDENTIAL];
	if (!selected?.id) return { results: [] };
	const { icon } = await this.getCredentials<ICredentialDataDecryptedObject>(EXISTING_CREDENTIAL);
	const { type, value } = (icon ?? {}) as { type?: unknown; value?: unknown };
	const name =
		type === 'emoji' && typeof value === 'string' ? `${value} ${selected.name}` : selected.name;
	return { results: [{ name, value: SELECTED }] };
}

/** The form of the selected integration, for the editor. */
export async function getFormFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	if (!this.getNode().credentials?.[EXISTING_CREDENTIAL]?.id) {
		return {
			fields: [],
			emptyFieldsNotice: 'Select a saved integration above. Its fields appear here.',
		};
	}
	const saved = await this.getCredentials<ICredentialDataDecryptedObject>(EXISTING_CREDENTIAL);
	const fields = readSchema(saved.schema).map(mapperField);
	return fields.length > 0
		? { fields }
		: {
				fields,
				emptyFieldsNotice:
					'This integration has no form fields. Add some to the saved integration if workflows should fill in values.',
			};
}

/** What the test button of a saved integration runs. */
export async function testExistingIntegration(
	this: ICredentialTestFunctions,
	{ data }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const saved = data ?? {};
	const { ok, message } = await testDefinition(() => definitionOf(saved, noRun), {
		clock: systemClock,
		checkUrl: (...url) => targetPolicy().checkUrl(...url),
	});
	return { status: ok ? 'OK' : 'Error', message };
}

const FIELD_TYPES: Record<SchemaField['type'], FieldType> = {
	text: 'string',
	number: 'number',
	boolean: 'boolean',
	choice: 'options',
};

function mapperField({
	id,
	label,
	type,
	required,
	options,
	...field
}: SchemaField): ResourceMapperField {
	return {
		id,
		displayName: label,
		// What has a default may be left empty.
		required: required && field.default === '',
		defaultMatch: false,
		canBeUsedToMatch: false,
		display: true,
		type: FIELD_TYPES[type],
		...(type === 'choice' && { options: options.map((name) => ({ name, value: name })) }),
		...(field.default !== '' && { defaultValue: field.default }),
	};
}
