import { NodeOperationError } from 'n8n-workflow';

import { systemReason } from '../../../core/system-errors';

const failure = (code: string, message: string) => Object.assign(new Error(message), { code });

describe('systemReason', () => {
	it.each([
		[failure('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:6379'), 'the connection was refused'],
		[failure('ENOTFOUND', 'getaddrinfo ENOTFOUND redis.invalid'), 'there is no such host'],
		[failure('EACCES', "EACCES: permission denied, mkdir '/data'"), 'permission was denied'],
		[new Error('read ECONNRESET'), 'the connection was closed by the server'],
		[
			new Error('WRONGPASS invalid username-password pair'),
			'WRONGPASS invalid username-password pair',
		],
		[failure('EUNKNOWN', ''), 'EUNKNOWN'],
		[undefined, 'no connection yet'],
	])('words %s', (error, words) => {
		expect(systemReason(error, 'no connection yet')).toBe(words);
	});

	it('leaves nothing that n8n would replace with a sentence of its own', () => {
		const node = { name: 'Node' } as never;
		const codes = ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'EADDRNOTAVAIL'];
		const files = ['ECONNABORTED', 'EHOSTUNREACH', 'EAI_AGAIN', 'ENOENT', 'EISDIR', 'ENOTDIR'];
		for (const code of [...codes, ...files, 'EACCES', 'EEXIST', 'EPERM']) {
			const sentence = `Redis cannot be reached: ${systemReason(failure(code, code), '')}.`;
			expect(new NodeOperationError(node, sentence).message).toBe(sentence);
		}
	});
});
