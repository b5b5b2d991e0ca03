/** Who reads what: the same odd responses to curl, n8n's HTTP Request and the Outgoing Integration. */
process.env['SYNERISE_INTEGRATIONS_ALLOWED_HOSTS'] = '127.0.0.1';

import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { isDeepStrictEqual, promisify } from 'node:util';
import type { IDataObject, INodeType } from 'n8n-workflow';
import { runNode, type NodeRun } from '../../host/engine';
import { hostFolder } from '../../host/process';
import { OutgoingIntegration } from '../../nodes/OutgoingIntegration/OutgoingIntegration.node';
import { ODD_RESPONSES, startOddPeer, type Oddity, type OddResponse } from '../peers/odd-responses';
import type { RawPeer } from '../peers/raw';

const hostRequire = createRequire(path.join(hostFolder(), 'package.json'));
const { HttpRequest } = require(
	hostRequire.resolve('n8n-nodes-base/dist/nodes/HttpRequest/HttpRequest.node.js'),
) as { HttpRequest: new () => INodeType };

const PAGE = readFileSync('docs/outgoing-integration.md', 'utf8');

/** curl hands out bytes: it undoes codings, and reads neither JSON nor charsets nor, here, names of files. */
const FOR_CURL = new Set<Oddity>([
	'Content codings',
	'Empty bodies with a coding',
	'Framing and fields',
	'Incomplete bodies, to be refused',
	'Invalid HTTP, or header fields over 16 KiB',
]);

const INVALID: Oddity = 'Invalid HTTP, or header fields over 16 KiB';

const REFUSED = null;

type Mark = 'right' | 'refused' | 'other' | '-';

interface Row {
	odd: OddResponse;
	curl: Mark;
	httpRequest: Mark;
	ours: Mark;
}

describe('odd responses', () => {
	let peer: RawPeer;
	const rows: Row[] = [];
	beforeAll(async () => {
		peer = await startOddPeer();
		for (const odd of ODD_RESPONSES) {
			const mark = (value: unknown): Mark => {
				if (isDeepStrictEqual(value, odd.expected)) return 'right';
				return value === REFUSED ? 'refused' : 'other';
			};
			rows.push({
				odd,
				curl: FOR_CURL.has(odd.oddity) ? mark(await curl(odd)) : '-',
				httpRequest: mark(await theirs(odd)),
				ours: mark(await ours(odd)),
			});
		}
	}, 120_000);
	afterAll(async () => await peer.close());

	const request = ({ name, method }: OddResponse): IDataObject => ({
		method: method ?? 'GET',
		url: `${peer.origin}/${name}`,
	});
	const redirect = { redirect: { followRedirects: false } };

	function valueOf({ outputs, error }: NodeRun, value: (json: IDataObject) => unknown): unknown {
		const [item] = outputs[0] ?? [];
		if (error || !item) return REFUSED;
		const [file] = Object.values(item.binary ?? {});
		return file ? file.fileName : value(item.json);
	}

	async function ours(odd: OddResponse): Promise<unknown> {
		const run = await runNode(new OutgoingIntegration(), [{ json: {} }], {
			parameters: { webhookName: 'Odd', ...request(odd), options: { redirect } },
		});
		return valueOf(run, ({ response }) => (response as IDataObject).body ?? '');
	}

	async function theirs(odd: OddResponse): Promise<unknown> {
		const response = { response: { neverError: true, fullResponse: true } };
		const run = await runNode(new HttpRequest(), [{ json: {} }], {
			parameters: { ...request(odd), options: { redirect, response } },
			node: { typeVersion: 4.2 },
		});
		const value = valueOf(run, ({ body, data }) => body ?? data ?? '');
		// How it shows a response without a body.
		return isDeepStrictEqual(value, {}) ? '' : value;
	}

	async function curl(odd: OddResponse): Promise<unknown> {
		const head = odd.method === 'HEAD' ? ['--head', '--output', '/dev/null'] : [];
		const options = ['--silent', '--compressed', '--noproxy', '*', '--max-time', '20', ...head];
		return await promisify(execFile)('curl', [...options, `${peer.origin}/${odd.name}`])
			.then(({ stdout }) => stdout)
			.catch(() => REFUSED);
	}

	it('are read by the Outgoing Integration, and refused where they are not valid HTTP', () => {
		expect(rows.length).toBeGreaterThan(40);
		const wrong = rows.filter(
			({ odd, ours: own }) => own !== (odd.oddity === INVALID ? 'refused' : 'right'),
		);
		expect(wrong).toEqual([]);
	});

	it('are read by it wherever curl and HTTP Request read them', () => {
		const missed = rows.filter(
			(row) => row.curl !== 'refused' && row.httpRequest === 'right' && row.ours !== 'right',
		);
		expect(missed).toEqual([]);
	});

	it('are counted on the page of the node', () => {
		console.table(
			rows.map(({ odd, ...marks }) => ({ oddity: odd.oddity, response: odd.name, ...marks })),
		);
		const [section = ''] = PAGE.split('### Who reads what')[1]?.split('\n## ') ?? [];
		const documented = /curl (\d+\.\d+)/.exec(section)?.[1];
		const installed = /^curl (\d+\.\d+)/.exec(
			execFileSync('curl', ['--version'], { encoding: 'utf8' }),
		);
		const table = tableOf(rows);
		// Another curl may read other responses; the page names the one that was counted.
		const compared = (text: string) =>
			documented === installed?.[1] ? text : text.replace(/^(\|[^|]*\|[^|]*\|)[^|]*\|/gm, '$1 ? |');
		expect(compared(section)).toContain(compared(table));
	});
});

function tableOf(rows: Row[]): string {
	const oddities = [...new Set(rows.map(({ odd }) => odd.oddity))];
	return oddities
		.map((oddity) => {
			const group = rows.filter(({ odd }) => odd.oddity === oddity);
			const right = (who: 'curl' | 'httpRequest' | 'ours') =>
				group.some((row) => row[who] === '-')
					? '-'
					: group.filter((row) => row[who] === 'right').length;
			return `| ${oddity} | ${group.length} | ${right('curl')} | ${right('httpRequest')} | ${right('ours')} |\n`;
		})
		.join('');
}
