/** What the node does with one item, by the parameter `action`. */
import { randomUUID } from 'node:crypto';
import type { IBinaryKeyData, IDataObject } from 'n8n-workflow';
import { systemClock } from '../../core/clock';
import { IntegrationError } from '../../core/errors';
import type { JsonObject } from '../../core/json';
import { changesOf } from '../../core/outgoing/import-curl/changes';
import type { CurlParameters } from '../../core/outgoing/import-curl/to-parameters';
import {
	describe,
	prepare,
	send,
	type Answer,
	type PreparedItem,
} from '../../core/outgoing/outgoing-integration';
import { previewRequest } from '../../core/outgoing/preview';
import { viewRequest, type RequestView } from '../../core/outgoing/request-view';
import { RenderNotes } from '../../core/outgoing/test-context';
import type { PreparedRequest } from '../../core/connections/connection';
import { finishInTurns } from '../../core/steps';
import { targetPolicy } from '../shared/http';
import { labelOf } from './labels';
import { defineEvent, testEvent } from './events';
import type { Run } from './run';

/** An item that the node puts out, before it is paired with its input. */
interface Output {
	json: IDataObject;
	binary?: IBinaryKeyData;
}

interface Action {
	/** Does what the action says with one item. */
	run(run: Run, index: number): Promise<Output>;
	/** Whether the node runs without input, and then for one empty item. */
	runsWithoutItems: boolean;
	/** Whether only the first item counts. */
	onlyFirst: boolean;
}

const ACTIONS: Record<string, Action> = {
	sendRequest: { run: sendRequest, runsWithoutItems: false, onlyFirst: false },
	sendTestRequest: { run: sendTestRequest, runsWithoutItems: true, onlyFirst: true },
	previewRequest: { run: preview, runsWithoutItems: true, onlyFirst: false },
};

/** @throws {IntegrationError} `ACTION_UNKNOWN` */
export function actionOf(name: string): Action {
	const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
	if (action) return action;
	throw new IntegrationError(`Action: "${name}" is not a known action`, {
		code: 'ACTION_UNKNOWN',
		field: 'action',
		hint: `Use one of ${Object.keys(ACTIONS).join(', ')}.`,
	});
}

async function sendRequest(run: Run, index: number): Promise<Output> {
	const prepared = await prepare(run.source.form, run.item(index), run.prepareServices);
	const exchanged = await exchangeItem(run, prepared);
	const { event, response } = exchanged.answer;
	if (prepared.isEventNameFixed) defineEvent(run.context, event);
	return await outputOf(run, exchanged, { event: { ...event }, response });
}

async function sendTestRequest(run: Run, index: number): Promise<Output> {
	const { prepared, inserts, warnings } = await prepareNoting(run, index);
	const exchanged = await exchangeItem(run, prepared);
	const { answer, request } = exchanged;
	const { method, credential } = run.source.connection;
	const tested = await testEvent(run.context, answer.event, {
		update: run.updatesEvent,
		create: prepared.isEventNameFixed,
	});
	return await outputOf(run, exchanged, {
		request: withCertificate(run, viewRequest(request, method.secrets(credential, request))),
		response: answer.response,
		event: { ...answer.event },
		eventDefinition: tested.definition,
		inserts,
		warnings: [...warnings, ...tested.warnings],
	});
}

async function preview(run: Run, index: number): Promise<Output> {
	const { prepared, inserts, warnings } = await prepareNoting(run, index);
	const { source } = run;
	const previewed = previewRequest(prepared.request, source.connection, targetPolicy(), warnings);
	const shown = {
		...previewed,
		request: withCertificate(run, previewed.request),
		connection: {
			...previewed.connection,
			...(run.curlOptions.length > 0 && { clientCertificate: CERTIFICATE_NOTE }),
		},
		inserts,
	};
	return {
		json: {
			...(run.mask().json(shown) as IDataObject),
			...(source.curlParameters && { curlFields: curlFields(source.curlParameters) }),
		},
	};
}

const CERTIFICATE_NOTE =
	'The certificates that are selected under "SSL Certificates" are used; the cURL command names files in their places.';

const withCertificate = ({ curlOptions }: Run, view: RequestView): RequestView =>
	curlOptions.length === 0
		? view
		: { ...view, curl: `${view.curl} \\\n  ${curlOptions.join(' \\\n  ')}` };

/** What a cURL command sets, by the labels of the fields that the values can be copied into. */
const curlFields = (parameters: CurlParameters): IDataObject[] =>
	changesOf({}, parameters, labelOf).map(({ label, after }) => ({ field: label, value: after }));

/** Prepares an item and gathers what its templates lacked. */
async function prepareNoting(run: Run, index: number) {
	const notes = new RenderNotes(run.label);
	const services = { ...run.prepareServices, observer: notes };
	const prepared = await prepare(run.source.form, run.item(index, notes), services);
	return {
		prepared,
		inserts: notes.inserts(),
		warnings: [...run.source.notes, ...notes.warnings(run.testContext(index))],
	};
}

/** What came back, and the request as it was sent. */
interface Exchanged {
	answer: Answer;
	request: PreparedRequest;
}

async function exchangeItem(run: Run, prepared: PreparedItem): Promise<Exchanged> {
	const exchange = await send(prepared, run.source.connection, run.exchangeServices);
	const moment = { time: systemClock.now(), eventUUID: randomUUID() };
	const answer = await describe(prepared, exchange, moment, run.mask(exchange.request));
	return { answer, request: exchange.request };
}

async function outputOf(run: Run, sent: Exchanged, shown: JsonObject): Promise<Output> {
	const json: IDataObject = await finishInTurns(run.mask(sent.request).steps.json(shown));
	const { file } = sent.answer;
	if (!file) return { json };
	const { data, fileName, mimeType } = file.content;
	const binary = await run.context.helpers.prepareBinaryData(data, fileName, mimeType);
	return { json, binary: { [file.property]: binary } };
}
