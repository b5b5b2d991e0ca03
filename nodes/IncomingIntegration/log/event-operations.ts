/** What the action node does with the event definitions of the project. */
import type { IDataObject } from 'n8n-workflow';

import { systemClock } from '../../../core/clock';
import { IntegrationError } from '../../../core/errors';
import { checkDescription, checkParameters } from '../../../core/outgoing/check-event-definition';
import type { EventDefinition } from '../../../core/store/event-definitions';
import { eventDefinitions, eventRecorder } from '../../shared/events';
import { addressOf, rowsOf, type PickedParameter } from '../picked';
import { limitOf, type Call } from './operations';

export type EventCall = Pick<Call, 'scope' | 'parameter'>;

/** By resource and operation. */
export const eventOperations: Record<string, (call: EventCall) => Promise<IDataObject[]>> = {
	'eventDefinition delete': remove,
	'eventDefinition get': get,
	'eventDefinition getMany': getMany,
	'eventDefinition update': update,
};

const view = ({ name, description, parameters, updatedAt }: EventDefinition): IDataObject => ({
	name,
	description,
	parameters: parameters.map((parameter) => ({ ...parameter })),
	updatedAt: new Date(updatedAt).toISOString(),
});

/** With what responses of this process have just defined. */
async function definitions() {
	await eventRecorder.written();
	return await eventDefinitions();
}

async function getMany({ scope, parameter }: EventCall): Promise<IDataObject[]> {
	const all = await (await definitions()).list(scope);
	const limit = parameter('returnAll', false) === true ? all.length : limitOf(parameter);
	return all.slice(0, limit).map(view);
}

async function get(call: EventCall): Promise<IDataObject[]> {
	return [view(await selected(call))];
}

async function update(call: EventCall): Promise<IDataObject[]> {
	const known = await selected(call);
	const fields = (call.parameter('updateFields', {}) ?? {}) as IDataObject;
	const updated = {
		...known,
		...(fields.description !== undefined && {
			description: checkDescription(String(fields.description ?? '')),
		}),
		...(fields.parameters !== undefined && {
			parameters: checkParameters(rowsOf<IDataObject>(fields.parameters)),
		}),
		updatedAt: systemClock.now(),
	};
	await (await definitions()).put(call.scope, updated, { replace: true });
	return [view(updated)];
}

async function remove(call: EventCall): Promise<IDataObject[]> {
	const { name } = await selected(call);
	await (await definitions()).remove(call.scope, name);
	eventRecorder.forget(call.scope, name);
	return [{ name, deleted: true }];
}

/** @throws {IntegrationError} `EVENT_MISSING`, `EVENT_NOT_FOUND`, the same for an event of another project as for none */
async function selected({ scope, parameter }: EventCall): Promise<EventDefinition> {
	const name = addressOf(parameter('eventName', '') as PickedParameter);
	if (name === '') {
		throw new IntegrationError('Event: none is selected', {
			code: 'EVENT_MISSING',
			field: 'eventName',
			hint: 'Select one from the list, or enter its name.',
		});
	}
	const found = await (await definitions()).get(scope, name);
	if (found) return found;
	throw new IntegrationError(`Event: this project has no definition of an event "${name}"`, {
		code: 'EVENT_NOT_FOUND',
		field: 'eventName',
		hint: 'Select one from the list. An event is defined by its first response.',
	});
}
