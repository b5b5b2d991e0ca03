import { renderAdditionalParameters } from '../../../../core/outgoing/additional-parameters';
import { formOf, rows, scopeWith } from './render';

const render = (...pairs: Array<[string, unknown]>) =>
	renderAdditionalParameters(
		formOf(
			{ additionalEventParameters: rows(...pairs) },
			{ 'additionalEventParameters.parameters[0].value': 5 },
		),
		scopeWith({ n: 7 }),
	);

describe('additional event parameters', () => {
	it('are text, whatever their value was', () => {
		expect(render(['a', '={{ 5 }}'], ['b.c-d_e', '{{ json.n }}'], ['größe 1', ''])).toEqual([
			['a', '5'],
			['b.c-d_e', '7'],
			['größe 1', ''],
		]);
	});

	it('may use the lengths to the full', () => {
		expect(render(['n'.repeat(128), 'v'.repeat(230)], ['emoji', '😀'.repeat(230)])).toHaveLength(2);
	});

	it.each([
		[['', 'x'], 'EVENT_PARAMETER_NAME'],
		[['n'.repeat(129), 'x'], 'EVENT_PARAMETER_NAME'],
		[['a$b', 'x'], 'EVENT_PARAMETER_NAME'],
		[['a\nb', 'x'], 'EVENT_PARAMETER_NAME'],
		[['a', 'v'.repeat(231)], 'EVENT_PARAMETER_VALUE'],
		...[
			'eventUUID',
			'status',
			'statusDescription',
			'uuid',
			'clientId',
			'diagramId',
			'diagramName',
			'blockId',
			'blockName',
			'req',
			'name',
			'body',
			'body.token',
			'req.url',
		].map((name): [[string, string], string] => [[name, 'x'], 'EVENT_PARAMETER_RESERVED']),
	] as Array<[[string, string], string]>)('%j breaks a rule', ([name, value], code) => {
		expect(() => render(['first', 'ok'], [name, value])).toThrow(
			expect.objectContaining({ code, message: expect.stringContaining('parameters[1]') }),
		);
	});

	it('are at most 10, each once', () => {
		const many = Array.from({ length: 11 }, (_, n): [string, string] => [`p${n}`, '']);
		expect(render(...many.slice(0, 10))).toHaveLength(10);
		expect(() => render(...many)).toThrow(
			expect.objectContaining({ code: 'EVENT_PARAMETER_COUNT' }),
		);
		expect(() => render(['a', '1'], ['a', '2'])).toThrow(
			expect.objectContaining({ code: 'EVENT_PARAMETER_DUPLICATE' }),
		);
	});
});
