import { partsOfPlaced, partsOfSecret } from '../../../../core/connections/secret-parts';

it('takes a stored secret apart at its colons', () => {
	expect(partsOfSecret(' key-id-01:the-secret:x\n')).toEqual([
		'key-id-01:the-secret:x',
		'key-id-01',
		'the-secret',
	]);
});

it.each([
	['the token behind its scheme', 'Bearer abcdefgh', '', 'abcdefgh'],
	['a quoted parameter', 'Token token="abcdefgh", app=x', '', 'abcdefgh'],
	['the pair in Base64', `Basic ${Buffer.from('abcdefgh:x').toString('base64')}`, '', 'abcdefgh'],
	['a part of a JSON body', '{"key":"abcdefgh"}', '{"key":"{{ secret }}"}', 'abcdefgh'],
])('takes a placed value apart: %s', (_what, value, literal, part) => {
	expect(partsOfPlaced(value, literal)).toContain(part);
});

it('does not take the words of the form for secrets', () => {
	const source = 'Signature {{ secret | md5 }} for growth-team';
	expect(partsOfPlaced('Signature 0123456789abcdef for growth-team', source)).toEqual([
		'Signature 0123456789abcdef for growth-team',
		'0123456789abcdef',
	]);
});
