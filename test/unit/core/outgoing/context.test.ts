import { compile } from '../../../../core/jinjava';
import { eventOf, profileOf, templateContext } from '../../../../core/outgoing/context';
import type { JsonObject } from '../../../../core/json';
import { currentStep } from './render';

const none = new Set<string>();

describe('templateContext', () => {
	it('names what an item holds', () => {
		const json = { customer: { email: 'e' }, event: { params: { a: 1 } }, other: 2 };
		expect(templateContext({ json, currentStep, formFields: { f: 1 } }, none)).toEqual({
			json,
			customer: { email: 'e' },
			event: { params: { a: 1 } },
			currentStep,
			context: { f: 1 },
			automationPathSteps: {},
		});
	});

	it('prefers a test profile and an own event', () => {
		const json = { customer: { email: 'e' }, event: { params: {} } };
		const context = templateContext(
			{ json, currentStep, customer: { email: 'test' }, event: { action: 'own' } },
			none,
		);
		expect(context).toMatchObject({ customer: { email: 'test' }, event: { action: 'own' } });
	});

	it('takes anything but an object for no profile and no event', () => {
		const context = templateContext({ json: { customer: 'x', event: [] }, currentStep }, none);
		expect(context).toMatchObject({ customer: {}, event: {} });
	});

	it('gives the headers of an incoming request by their names, without listing them', () => {
		const json = {
			parameters: { id: 1 },
			headers: { 'X-Source': 'shop' },
			integration: { name: 'In' },
		};
		const context = templateContext({ json, currentStep }, none);
		const read = (template: string) => compile(template, { field: 'f' }).render(context);
		expect(read("{{ event.params['header:x-source'] }} {{ event.params.id }}")).toBe('shop 1');
		expect(read('{{ event.params|tojson }}')).toBe('{"id":1}');
		expect(
			read(
				"{% do event.params.put('n', 2) %}{{ event.params['header:x-source'] }}{{ event.params }}",
			),
		).toBe('shop{id=1, n=2}');
	});

	it('reads earlier steps when a template names one, and then once', () => {
		const read: string[] = [];
		const steps: Record<string, JsonObject> = {
			Trigger: { parameters: { uri: '/x' }, integration: { name: 'In' } },
			Other: { event: { params: { n: 1 } } },
		};
		const input = {
			json: {},
			currentStep,
			previousSteps: {
				names: () => Object.keys(steps),
				read: (name: string) => {
					read.push(name);
					return steps[name];
				},
			},
		};
		templateContext(input, none);
		const { automationPathSteps } = templateContext(input, new Set(['automationPathSteps']));
		expect(read).toEqual([]);
		const trigger = () => (automationPathSteps as JsonObject)['Trigger'];
		expect(trigger()).toMatchObject({ event: { action: 'In', params: { uri: '/x' } } });
		expect(trigger()).toBe(trigger());
		expect(read).toEqual(['Trigger']);
	});
});

describe('eventOf', () => {
	it('builds the event of an Incoming Integration item', () => {
		const json = {
			parameters: { 'a.b': 1 },
			integration: { name: 'Complaints', receivedAt: '2026-01-01T00:00:00.000Z' },
		};
		expect(eventOf(json)).toEqual({
			action: 'Complaints',
			createDate: Date.parse('2026-01-01T00:00:00Z'),
			params: { 'a.b': 1 },
		});
		expect(eventOf({ parameters: {} })).toEqual({ action: '', params: {} });
		expect(eventOf({})).toEqual({});
	});
});

describe('profileOf', () => {
	it.each([
		[{ customer: { clientId: 5, uuid: 'u', id: 6 } }, { clientId: '5', uuid: 'u' }],
		[{ customer: { id: '6' } }, { clientId: '6', uuid: '' }],
		[
			{ clientId: 7, uuid: 'v' },
			{ clientId: '7', uuid: 'v' },
		],
		[{ customer: { clientId: {} } }, { clientId: '', uuid: '' }],
		[{}, { clientId: '', uuid: '' }],
	] as Array<[JsonObject, object]>)('of %j', (json, profile) => {
		expect(profileOf({ json, currentStep })).toEqual(profile);
	});
});
