import { FormReader } from '../../../../core/outgoing/fields';
import { scopeOf, type OutgoingItem } from '../../../../core/outgoing/outgoing-integration';
import {
	readTestContext,
	RenderNotes,
	withTestContext,
} from '../../../../core/outgoing/test-context';
import { formOf, scopeWith } from './render';

const item: OutgoingItem = {
	index: 0,
	context: {
		json: { customer: { email: 'item@b.example' }, event: { action: 'item' } },
		currentStep: { diagramId: '', diagramName: '', blockId: '', blockName: '' },
	},
};

const read = (testProfile: unknown, testEvent: unknown) =>
	readTestContext(formOf({ testProfile, testEvent }), scopeWith());

function render(template: string, profile: unknown, event: unknown) {
	const test = read(profile, event);
	const notes = new RenderNotes((path) => path);
	const form = new FormReader({ values: { body: template } });
	const context = withTestContext(item.context, test);
	const text = form.text('body').render(scopeOf({ ...item, context }, { now: () => 0 }, notes));
	return { text, warnings: notes.warnings(test) };
}

const TEMPLATE = '{{ customer.email }} {{ event.action }}';

test('stand in for profile and event', () => {
	expect(render(TEMPLATE, '{"email":"test@b.example"}', { action: 'own' })).toEqual({
		text: 'test@b.example own',
		warnings: [],
	});
});

test.each([
	['', ''],
	['{}', '{}'],
	[undefined, null],
	['  ', {}],
])('an empty one (%j, %j) leaves those of the item', (profile, event) => {
	expect(render(TEMPLATE, profile, event).text).toBe('item@b.example item');
});

test('says which is not used, and which inserts have no value', () => {
	expect(render('static', '{"a":1}', '{"b":1}').warnings).toEqual([
		'testProfile is not used: no insert reads customer.',
		'testEvent is not used: no insert reads event.',
	]);
	expect(render('{{ customer.none }}{{ customer.none }}', '{"a":1}', '').warnings).toEqual([
		'body: the insert {{ customer.none }} gave nothing, because its value is missing.',
	]);
});

test.each<[string, unknown]>([
	['{', 'is not JSON'],
	['[1]', 'must be a JSON object'],
	['"x"', 'must be a JSON object'],
])('refuses %s', (text, reason) => {
	expect(() => read(text, '')).toThrow(`testProfile: the text ${String(reason)}`);
	expect(() => read('', text)).toThrow(`testEvent: the text ${String(reason)}`);
});
