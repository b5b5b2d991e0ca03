/** The test button of a saved integration: everything short of sending. */
import { domainsOf } from '../../connections/allowed-domains';
import type { ConnectionTest } from '../../connections/connection';
import { IntegrationError, sentences } from '../../errors';
import { SkipItem } from '../../jinjava';
import type { OutgoingItem, PrepareServices } from '../outgoing-integration';
import { prepare } from '../outgoing-integration';
import type { Evaluate } from '../expressions';
import { previewRequest, type PreviewServices } from '../preview';
import type { Definition } from './definition';
import { sampleFormFields } from './form-fields';

const ITEM: OutgoingItem = {
	index: 0,
	context: {
		json: {},
		currentStep: { diagramId: '', diagramName: '', blockId: '', blockName: '' },
	},
};

const NEEDS_RUN = 'EXPRESSION_NEEDS_RUN';

/** Stands in for n8n where no workflow runs. */
export const noRun: Evaluate = (expression) => {
	throw new IntegrationError(`${expression} gets its value from n8n when a workflow runs.`, {
		code: NEEDS_RUN,
	});
};

/**
 * Validates a definition, renders its templates with the defaults of its schema, checks the target and says what
 * would be sent. Never throws for a fault of the definition, never sends.
 */
export async function testDefinition(
	read: () => Definition,
	services: Pick<PrepareServices, 'clock'> & PreviewServices,
): Promise<ConnectionTest> {
	try {
		const { form, schema, method, connection } = read();
		const context = { ...ITEM.context, formFields: sampleFormFields(schema) };
		const prepared = await prepare(
			form,
			{ ...ITEM, context },
			{
				...services,
				runId: () => 'test',
				integrationName: '',
				readFile: async () => ({ data: Buffer.alloc(0), fileName: undefined, mimeType: undefined }),
			},
		);
		const { request, warnings } = previewRequest(
			prepared.request,
			{ method, credential: connection, allowedDomains: domainsOf(method, connection) },
			services,
		);
		if (warnings.length > 0) return { ok: false, message: warnings.join(' ') };
		const bytes = prepared.request.body?.length ?? 0;
		return {
			ok: true,
			message: `Nothing was sent. A run would send ${request.method} ${request.url} with ${bytes} bytes and ${method.displayName}.`,
		};
	} catch (error) {
		if (error instanceof SkipItem) {
			return {
				ok: true,
				message: `Nothing was sent. Without data, a run skips the item: ${error.message}`,
			};
		}
		if (!(error instanceof IntegrationError)) throw error;
		if (error.code === NEEDS_RUN) {
			return {
				ok: true,
				message: `Nothing was sent. The definition is complete. ${error.message}`,
			};
		}
		return { ok: false, message: sentences(error) };
	}
}
