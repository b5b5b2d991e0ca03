import { applyCurl } from '../../../../../core/outgoing/import-curl/apply';
import { reviewCurl as review } from '../../../../../core/outgoing/import-curl/review';
import { labelOf } from '../../../../../nodes/OutgoingIntegration/labels';
import { FormReader } from '../../../../../core/outgoing/fields';
import { prepare } from '../../../../../core/outgoing/outgoing-integration';

const reviewCurl = (form: Record<string, unknown>, command: string) =>
	review(form, command, labelOf);

const now = {
	method: 'POST',
	url: 'https://e.example/a',
	sendHeaders: false,
	sendBody: false,
	webhookName: 'W',
};

describe('review', () => {
	test('lists each change with the value now and after', () => {
		expect(reviewCurl(now, "curl https://e.example/b -H 'X-A: 1'")).toEqual([
			{ title: '3 changes' },
			{ title: 'Method', detail: 'Now: POST · After: GET' },
			{ title: 'URL', detail: 'Now: https://e.example/a · After: https://e.example/b' },
			{ title: 'Headers: X-A', detail: 'Now: not set · After: 1' },
		]);
	});

	test('says that nothing would change', () => {
		expect(reviewCurl(now, 'curl -sS -X POST https://e.example/a')).toEqual([
			{ title: 'No changes' },
		]);
	});

	test('names what is not taken over', () => {
		expect(
			reviewCurl(now, 'curl --digest -u "a:$P" -X POST https://e.example/a').slice(0, 1),
		).toEqual([{ title: '1 change, 3 notes' }]);
		expect(reviewCurl(now, 'curl --digest -X POST https://e.example/a')).toEqual([
			{ title: 'No changes, 1 note' },
			{
				title: 'Not taken over',
				detail: 'line 1, column 6: --digest has no counterpart in this node',
			},
		]);
	});

	test('shows a syntax error with its place', () => {
		expect(reviewCurl(now, "curl \\\n 'x")).toEqual([
			{
				title: "cURL command, line 2, column 2: the quote ' opened here is never closed",
				detail: 'Copy the whole command, or add the closing quote.',
			},
		]);
	});

	test('cuts long values and says what to do without a command', () => {
		const [, change] = reviewCurl(
			{ ...now, method: 'GET' },
			`curl https://e.example/${'x'.repeat(200)}`,
		);
		expect(change?.detail).toMatch(/x…$/);
		expect(reviewCurl(now, ' ')).toEqual([
			{ title: 'Paste a command to see what it would change' },
		]);
	});
});

describe('applying a command', () => {
	const command = "curl -L 'https://e.example/b?c=1' -H 'X: =1' --json '{\"a\":\"{{ json.n }}\"}'";

	test('replaces the request and keeps everything else', () => {
		const applied = applyCurl(
			{ ...now, body: 'old', options: { timeout: 5 }, authentication: 'none' },
			command,
		);
		expect(applied.values).toMatchObject({
			webhookName: 'W',
			authentication: 'none',
			method: 'POST',
			url: 'https://e.example/b',
			jsonBody: '{"a":"{{ json.n }}"}',
			options: { timeout: 5, redirect: { redirect: { followRedirects: true } } },
		});
		expect(applied.values).not.toHaveProperty('body');
	});

	test.each(['curl --digest https://e.example', 'curl -H "A: $B" https://e.example'])(
		"is refused where the request would differ from curl's: %s",
		(differing) => {
			expect(() => applyCurl(now, differing)).toThrow(
				/^The cURL command cannot be used as it is: line 1, column \d+: /,
			);
		},
	);

	test('renders inserts, and takes a leading = for text', async () => {
		const { values } = applyCurl(now, command);
		const form = new FormReader({
			values: { webhookName: 'Test', ...values },
			resolve: () => 'not asked',
			literals: new Set(['headerParameters', 'url', 'jsonBody']),
		});
		const { request } = await prepare(
			form,
			{
				index: 0,
				context: {
					json: { n: 5 },
					currentStep: { diagramId: '', diagramName: '', blockId: '', blockName: '' },
				},
			},
			{
				clock: { now: () => 0 },
				runId: () => 'r',
				readFile: async () => Promise.reject(new Error('no file')),
			},
		);
		expect(request.url.href).toBe('https://e.example/b?c=1');
		expect(request.headers).toContainEqual(['X', '=1']);
		expect(request.body?.toString()).toBe('{"a":"5"}');
	});
});
