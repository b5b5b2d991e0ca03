import * as replies from '../../../../core/incoming/replies';

const now = Date.UTC(2025, 8, 17, 11, 13, 18, 50);

describe('replies', () => {
	it('accepts with OK as plain text', () => {
		expect(replies.ok()).toEqual({
			status: 200,
			headers: { 'Content-Type': 'text/plain; charset=utf-8' },
			body: 'OK',
		});
	});

	it('has nothing to say about a duplicate', () => {
		expect(replies.duplicate()).toEqual({ status: 204, headers: {}, body: '' });
	});

	it('words a malformed body as Synerise does', () => {
		expect(replies.badRequest(now)).toEqual({
			status: 400,
			headers: { 'Content-Type': 'application/json' },
			body: '{"error":"Bad Request","message":"Error while deserializing input","status":400,"timestamp":"2025-09-17T11:13:18.050000000Z"}',
		});
	});

	it.each([
		[replies.unauthorized('No', now), 401, 'No'],
		[replies.forbidden(now), 403, 'Forbidden'],
		[replies.notFound(now), 404, 'Not Found'],
		[replies.payloadTooLarge(now), 413, 'Payload Too Large'],
		[replies.unsupportedMediaType(now, 'application/json'), 415, 'Unsupported Media Type'],
		[replies.tooManyRequests(now, 1), 429, 'Too Many Requests'],
		[replies.serviceUnavailable(now, 1), 503, 'Service Unavailable'],
	])('words every other refusal alike', (reply, status, error) => {
		expect(reply.status).toBe(status);
		expect(reply.body).toBe(
			`{"status":${status},"error":"${error}","message":"","timestamp":"2025-09-17 11:13:18Z"}`,
		);
	});

	it('says how to authenticate where a scheme is known', () => {
		expect(replies.unauthorized('No', now, 'Bearer').headers).toHaveProperty(
			'WWW-Authenticate',
			'Bearer',
		);
		expect(replies.unauthorized('No', now).headers).not.toHaveProperty('WWW-Authenticate');
	});

	it('rounds Retry-After up to whole seconds', () => {
		expect(replies.tooManyRequests(now, 1).headers).toHaveProperty('Retry-After', '1');
		expect(replies.serviceUnavailable(now, 1_001).headers).toHaveProperty('Retry-After', '2');
	});
});
