/**
 * Requests a second through a whole n8n: the Incoming Integration Trigger beside what n8n's own nodes do for the
 * same, in one process, under each expression engine. Accepted requests count once their executions have ended.
 */
import { startN8n, type N8n } from '../host/n8n';
import {
	JWT_CREDENTIAL_NAME,
	ownWorkflow,
	stockCheckedWorkflow,
	stockOpenWorkflow,
	token,
	TOKEN_SECRET,
} from './fixtures/workflows';
import { complaint } from './fixtures/complaints';
import { compared, type Bench, type BenchRow } from './measure/bench';
import { accepted, type Target } from './measure/accepted';
import { collectRows } from './incoming-collect';
import { load, type LoadRequest } from './measure/load';
import { interleave } from './measure/rounds';

const CONNECTIONS = 10;
const MILLISECONDS = 1_500;

interface Engine {
	name: string;
	env: Record<string, string>;
	/** The ratios to reach; the default engine's for open endpoints is the host's own. */
	goals: { checked: number; open?: number; collect: { alone: number; stock: number } };
}

const ENGINES: Engine[] = [
	{
		name: 'legacy engine',
		env: { N8N_EXPRESSION_ENGINE: 'legacy' },
		goals: { checked: 2, open: 1, collect: { alone: 2.5, stock: 3 } },
	},
	{
		name: 'default engine (vm)',
		env: { N8N_EXPRESSION_ENGINE: 'vm' },
		goals: { checked: 1.3, collect: { alone: 1.4, stock: 1.3 } },
	},
	{
		name: 'vm engine, lazy + compile cache',
		env: {
			N8N_EXPRESSION_ENGINE: 'vm',
			N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
			N8N_EXPRESSION_ENGINE_COMPILE_CACHE: 'true',
		},
		goals: { checked: 1.3, open: 1, collect: { alone: 1.4, stock: 1.3 } },
	},
];

const JSON_TYPE = { 'content-type': 'application/json' };

let sent = 0;

const request = (number: number, headers: Record<string, string> = {}): LoadRequest => ({
	headers: { ...JSON_TYPE, ...headers },
	body: JSON.stringify(complaint(number)),
});

/** No two of a run are alike. */
const unique = (headers?: Record<string, string>) => () => request(sent++, headers);

/** A complaint that the endpoint has accepted before all others. */
const REPEATED = -1;

/** Under `vm` requests come to the node one by one, a sandbox apart. */
const PATIENT = { requestsPerExecution: 100, collectFor: 250 };

interface Targets {
	ownChecked: Target;
	ownTogether: Target;
	ownPatient: Target;
	ownOpen: Target;
	stockChecked: Target;
	stockOpen: Target;
	unknown: string;
}

async function publishAll(n8n: N8n): Promise<Targets> {
	await n8n.createCredential('incomingIntegrationJwtApi', JWT_CREDENTIAL_NAME, {
		keySource: 'secret',
		secrets: { rows: [{ secret: TOKEN_SECRET }] },
	});
	await n8n.createCredential('jwtAuth', JWT_CREDENTIAL_NAME, {
		keyType: 'passphrase',
		secret: TOKEN_SECRET,
		algorithm: 'HS256',
	});
	const stock = async (workflow: ReturnType<typeof stockOpenWorkflow>): Promise<Target> => {
		const { id } = await n8n.publish(workflow);
		const url = `${n8n.baseUrl}/webhook/${workflow.name}`;
		await n8n.waitForEndpoint(url);
		return { id, url };
	};
	return {
		ownChecked: await n8n.publish(ownWorkflow('jwt')),
		ownTogether: await n8n.publish(ownWorkflow('jwt', { requestsPerExecution: 100 })),
		ownPatient: await n8n.publish(ownWorkflow('jwt', PATIENT)),
		ownOpen: await n8n.publish(ownWorkflow('none')),
		stockChecked: await stock(stockCheckedWorkflow('stock-checked')),
		stockOpen: await stock(stockOpenWorkflow('stock-open')),
		unknown: `${n8n.baseUrl}/webhook/unknown`,
	};
}

async function refused(
	url: string,
	status: number,
	next: () => LoadRequest,
	milliseconds: number,
): Promise<number> {
	const began = performance.now();
	const answered = await load(url, { connections: CONNECTIONS, milliseconds, status, next });
	return (answered * 1000) / (performance.now() - began);
}

async function measure(n8n: N8n, targets: Targets, rounds: number, milliseconds: number) {
	const bearer = { authorization: `Bearer ${await token()}` };
	const first = { connections: 1, milliseconds: 0, status: 200 };
	await load(targets.ownChecked.url, { ...first, next: () => request(REPEATED, bearer) });
	const accept = (target: Target, headers?: Record<string, string>) => () =>
		accepted(n8n, target, unique(headers), { connections: CONNECTIONS, milliseconds });
	return await interleave(
		{
			ownChecked: accept(targets.ownChecked, bearer),
			stockChecked: accept(targets.stockChecked, bearer),
			ownOpen: accept(targets.ownOpen),
			stockOpen: accept(targets.stockOpen),
			duplicate: () =>
				refused(targets.ownChecked.url, 204, () => request(REPEATED, bearer), milliseconds),
			unauthorized: () => refused(targets.ownChecked.url, 401, unique(), milliseconds),
			unknown: () => refused(targets.unknown, 404, unique(), milliseconds),
		},
		rounds,
	);
}

function rowsOf({ name, goals }: Engine, samples: Awaited<ReturnType<typeof measure>>): BenchRow[] {
	const unit = 'requests/s' as const;
	const refusals = { unit, beside: 'n8n’s own 404', peer: samples.unknown };
	const refusalGoal = goals.open ? { goal: 0.8 } : {};
	return [
		compared({
			work: `Accept: JWT, flatten, deduplicate; ${name}`,
			beside: 'Webhook + Edit Fields + Remove Duplicates',
			unit,
			goal: goals.checked,
			ours: samples.ownChecked,
			peer: samples.stockChecked,
		}),
		compared({
			work: `Accept without authentication; ${name}`,
			beside: 'Webhook, respond immediately',
			unit,
			...(goals.open && { goal: goals.open }),
			ours: samples.ownOpen,
			peer: samples.stockOpen,
		}),
		compared({
			work: `Answer a duplicate; ${name}`,
			...refusals,
			...refusalGoal,
			ours: samples.duplicate,
		}),
		compared({
			work: `Refuse a missing token; ${name}`,
			...refusals,
			...refusalGoal,
			ours: samples.unauthorized,
		}),
	];
}

export const bench: Bench = async ({ rounds, scale, tarball, smoke }) => {
	const rows: BenchRow[] = [];
	for (const engine of smoke ? ENGINES.slice(0, 1) : ENGINES) {
		const n8n = await startN8n({ tarball, env: engine.env });
		try {
			const targets = await publishAll(n8n);
			const milliseconds = MILLISECONDS * scale;
			rows.push(...rowsOf(engine, await measure(n8n, targets, rounds, milliseconds)));
			const next = unique({ authorization: `Bearer ${await token()}` });
			const load = { next, rounds, milliseconds };
			rows.push(
				...(await collectRows(n8n, targets, { ...load, ...engine, ...engine.goals.collect })),
			);
		} finally {
			await n8n.stop();
		}
	}
	return rows;
};
