/** What all items of an execution share. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { IExecuteFunctions } from 'n8n-workflow';
import { systemClock } from '../../core/clock';
import { withIdentity } from '../../core/connections/client-certificate';
import type { PreparedRequest } from '../../core/connections/connection';
import { createMask, type Mask } from '../../core/connections/mask';
import type { Connection, ExchangeServices } from '../../core/outgoing/exchange';
import { FormReader, type RenderObserver } from '../../core/outgoing/fields';
import {
	scopeOf,
	type OutgoingItem,
	type PrepareServices,
} from '../../core/outgoing/outgoing-integration';
import {
	readTestContext,
	testItem,
	withTestContext,
	type TestContext,
} from '../../core/outgoing/test-context';
import { readCertificate, type SelectedCertificate } from './client-certificate';
import { httpClient } from '../shared/http';
import { itemReader } from './items';
import { hostOf, readSource, type Source } from './source';

export interface Run {
	context: IExecuteFunctions;
	/** The parameter `action`. */
	action: string;
	source: Source;
	/** Options of a cURL command for the selected client certificate. */
	curlOptions: string[];
	/** How the form calls the field at a path. */
	label(path: string): string;
	prepareServices: PrepareServices;
	exchangeServices: ExchangeServices;
	/** @param observer is told what the form fields of a saved integration read */
	item(index: number, observer?: RenderObserver): OutgoingItem;
	/** The profile and event of a test or preview; empty for a real run. */
	testContext(index: number): TestContext;
	/** The item that a test or preview is for, where one is selected. */
	testItem(): number | undefined;
	/** "Update response event" of a test request. */
	updatesEvent: boolean;
	/** Hides the secrets of the connection, those fetched in the meantime included, and those of a request it signed. */
	mask(sent?: PreparedRequest): Mask;
}

/** @throws {IntegrationError} when the definition or its connection cannot be used */
export async function startRun(context: IExecuteFunctions): Promise<Run> {
	const form = new FormReader({
		values: context.getNode().parameters,
		...hostOf(context),
	});
	const readItem = itemReader(context);
	const first = scopeOf(readItem(0), systemClock);
	const action = String(form.option('action', first) ?? 'sendRequest');
	const certificate = await readCertificate(context);
	const source = withCertificate(await readSource(context, form, first), certificate);
	const http = httpClient(context.helpers);
	const testContext = (index: number): TestContext => {
		if (action === 'sendRequest') return {};
		const scope = scopeOf(readItem(index), systemClock);
		return readTestContext(form, scope);
	};
	return {
		context,
		action,
		source,
		curlOptions: certificate?.tls.curlOptions() ?? [],
		label: (path) => form.label(path),
		testContext,
		testItem: () =>
			action === 'sendRequest' ? undefined : testItem(form, first, context.getInputData().length),
		updatesEvent: form.option('updateResponseEvent', first) === true,
		item: (index, observer) =>
			withFormFields(withTest(readItem(index), testContext(index)), source, observer),
		mask: maskOf(source.connection, certificate?.secrets ?? []),
		prepareServices: {
			clock: systemClock,
			readFile: async (index, property) => {
				const { fileName, mimeType } = context.helpers.assertBinaryData(index, property);
				const data = await context.helpers.getBinaryDataBuffer(index, property);
				return { data, fileName, mimeType };
			},
			runId: () => runIdOf(context),
			integrationName: source.integrationName,
		},
		exchangeServices: {
			http: certificate ? withIdentity(http, certificate.tls) : http,
			clock: systemClock,
			random: Math.random,
			sleep,
			signal: context.getExecutionCancelSignal(),
		},
	};
}

/** A token that was fetched with one certificate may be bound to it (RFC 8705), so the cache tells them apart by its ID. */
const withCertificate = (source: Source, certificate: SelectedCertificate | undefined): Source => {
	if (!certificate) return source;
	const credential = { ...source.connection.credential, clientCertificateId: certificate.tls.id };
	return { ...source, connection: { ...source.connection, credential } };
};

const withTest = (item: OutgoingItem, test: TestContext): OutgoingItem => ({
	...item,
	context: withTestContext(item.context, test),
});

function withFormFields(
	item: OutgoingItem,
	{ formFields }: Source,
	observer: RenderObserver | undefined,
): OutgoingItem {
	if (formFields === undefined) return item;
	const values = formFields(scopeOf(item, systemClock, observer));
	return { ...item, context: { ...item.context, formFields: values } };
}

/** Rebuilt only when the connection has a new secret. */
function maskOf({ method, credential }: Connection, more: string[]): Run['mask'] {
	let known: string | undefined;
	let mask = createMask([]);
	return (sent) => {
		const secrets = [...method.secrets(credential, sent), ...more];
		const key = secrets.join('\0');
		if (key !== known) mask = createMask(secrets);
		known = key;
		return mask;
	};
}

export const sleep = async (ms: number, signal: AbortSignal | undefined): Promise<void> =>
	await delay(ms, undefined, signal && { signal });

/** A rerun of the node by Retry On Fail keeps it, so that a generated idempotency key stays the same. */
function runIdOf(context: IExecuteFunctions): string {
	const { id } = context.getNode();
	const run = context.evaluateExpression('{{ $runIndex }}', 0);
	return [context.getExecutionId() ?? randomUUID(), id, run].join(':');
}
