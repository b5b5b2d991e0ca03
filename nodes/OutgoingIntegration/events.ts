/** What the node does with the definitions of its events. */
import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	ILoadOptionsFunctions,
	INodePropertyOptions,
} from 'n8n-workflow';
import { systemClock } from '../../core/clock';
import {
	recordTest,
	reviewDefinition,
	untracked,
	type EventTest,
	type TestedDefinition,
} from '../../core/outgoing/event-definition';
import {
	checkEventName,
	DEFAULT_EVENT_NAME,
	type ResponseEvent,
} from '../../core/outgoing/response-event';
import { eventDefinitions, eventRecorder } from '../shared/events';
import { scopeOf, scopeOfRun } from '../shared/owner';
import { EXISTING_CREDENTIAL } from './credentials';

/** Defines the event of a real run when nobody has yet. Costs the run nothing, whatever becomes of it. */
export function defineEvent(context: IExecuteFunctions, event: ResponseEvent): void {
	const scope = scopeOfRun(context);
	if (scope !== undefined) eventRecorder.define(eventDefinitions, scope, event);
}

interface TestResult {
	definition: TestedDefinition;
	warnings: string[];
}

/** Compares the response of a test with the definition of its event. Never throws for the store. */
export async function testEvent(
	context: IExecuteFunctions,
	event: ResponseEvent,
	options: Pick<EventTest, 'update' | 'create'>,
): Promise<TestResult> {
	const scope = scopeOfRun(context);
	if (scope === undefined) {
		return failed(event, 'n8n does not tell which project this workflow belongs to: save it first');
	}
	try {
		await eventRecorder.written();
		const test = { scope, event, ...options, now: systemClock.now() };
		const definition = await recordTest(await eventDefinitions(), test);
		const isFull = options.update && !definition.updated;
		return { definition, warnings: isFull ? [FULL] : [] };
	} catch (error) {
		return failed(event, error instanceof Error ? error.message : String(error));
	}
}

const FULL =
	'The event definition was not created, because this project has as many as it may. Delete one with the node "Incoming Integration", Event Definition > Delete.';

const failed = (event: ResponseEvent, reason: string): TestResult => ({
	definition: untracked(event),
	warnings: [`The event definition was not read or written: ${reason}.`],
});

/** How the last test response differed from the definition. The first entry has the list's default value. */
export async function getEventChanges(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	return (await linesFor(this)).map(({ title, detail }, index) => ({
		name: title,
		value: index === 0 ? '' : `change-${index}`,
		...(detail !== undefined && { description: detail }),
	}));
}

async function linesFor(context: ILoadOptionsFunctions) {
	const scope = scopeOf(context);
	if (scope === undefined) return [{ title: 'Save the workflow first' }];
	const name = await eventNameOf(context);
	if (name === undefined) {
		return [{ title: 'Event Name has inserts: the output of the test shows the changes' }];
	}
	return reviewDefinition(await (await eventDefinitions()).get(scope, name));
}

/** The event name of the form; `undefined` for one that only a run knows. */
async function eventNameOf(context: ILoadOptionsFunctions): Promise<string | undefined> {
	const isExisting = context.getCurrentNodeParameter('integrationType') === 'existing';
	const value = isExisting
		? (await context.getCredentials<ICredentialDataDecryptedObject>(EXISTING_CREDENTIAL)).eventName
		: context.getCurrentNodeParameter('eventName');
	const name =
		typeof value === 'object' && value !== null ? (value as { value?: unknown }).value : value;
	const text = typeof name === 'string' ? name.trim() : '';
	if (text === '') return DEFAULT_EVENT_NAME;
	try {
		return checkEventName(text, { path: 'eventName', label: 'Event Name' });
	} catch {
		return undefined;
	}
}
