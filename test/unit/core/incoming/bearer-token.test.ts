import { presentedToken } from '../../../../core/incoming/bearer-token';
import { incomingRequest } from '../../../fixtures/incoming-request';

const presented = (headers: Record<string, string | string[]>) =>
	presentedToken(incomingRequest({ headers }));

describe('presentedToken', () => {
	it.each([
		[{ authorization: 'Bearer a.b.c' }],
		[{ authorization: 'bearer  a.b.c ' }],
		[{ cookie: 'access_token=a.b.c' }],
		[{ cookie: 'x=1; access_token=a.b.c; y=access_token=z' }],
		[{ authorization: 'Basic eDp5', cookie: 'access_token=a.b.c' }],
		[{ authorization: 'Bearer', cookie: 'access_token=a.b.c' }],
		[{ authorization: 'Bearer a.b.c', cookie: 'access_token=other' }],
	])('is found in %j', (headers) => {
		expect(presented(headers)).toEqual({ token: 'a.b.c' });
	});

	it.each([
		[{}],
		[{ authorization: '' }],
		[{ authorization: 'Bearer ' }],
		[{ cookie: 'my_access_token=a.b.c' }],
		[{ cookie: 'access_token=' }],
	])('is missing from %j', (headers) => {
		expect(presented(headers as Record<string, string>)).toEqual({ missing: true });
	});

	it.each([[{ authorization: 'Basic eDp5' }], [{ authorization: 'Bearer a b' }]])(
		'is not what %j holds',
		(headers) => {
			expect(presented(headers)).toEqual({ malformed: true });
		},
	);
});
