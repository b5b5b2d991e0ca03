import { eventDefinition } from '../../../../core/outgoing/event-definition';

test('lists the parameters of an event with their types, in order', () => {
	const params = {
		name: 'a',
		status: 200,
		'body.ok': true,
		'body.none': null,
		'body.list': [],
		'body.map': {},
	};
	expect(eventDefinition({ action: 'order.sent', eventUUID: 'u', time: 1, params })).toEqual({
		action: 'order.sent',
		parameters: [
			{ name: 'name', type: 'string' },
			{ name: 'status', type: 'number' },
			{ name: 'body.ok', type: 'boolean' },
			{ name: 'body.none', type: 'null' },
			{ name: 'body.list', type: 'array' },
			{ name: 'body.map', type: 'object' },
		],
	});
});
